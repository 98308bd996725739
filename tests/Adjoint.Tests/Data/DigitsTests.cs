using Adjoint.Data;

namespace Adjoint.Tests.Data;

public class DigitsTests
{
    [Fact]
    public void All_images_are_there_and_within_0_to_1()
    {
        TensorDataset digits = Digits.Load();

        digits.Inputs.Shape.ShouldBe(Shape.Create([1797, 1, 8, 8]));
        digits.Inputs.DType.ShouldBe(DType.Float32);
        digits.Inputs.Min().Item().ShouldBe(0);
        digits.Inputs.Max().Item().ShouldBe(1);
        // The counts of each digit and the mean pixel as the dataset's description and scikit-learn have them.
        long[] counts = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180];
        for (int digit = 0; digit < 10; digit++)
            digits.Targets.ToArray<long>().Count(target => target == digit).ShouldBe((int)counts[digit]);
        digits.Inputs.To(DType.Float64).Mean().Item().ShouldBe(4.884164579855314 / 16, 1e-12);
        digits.Inputs[0, 0, 0].ToArray<float>().ShouldBe([0, 0, 5 / 16f, 13 / 16f, 9 / 16f, 1 / 16f, 0, 0]);
    }

    [Fact]
    public void The_split_has_a_fifth_of_each_digit_and_every_image_once()
    {
        (TensorDataset train, TensorDataset test) = Digits.Split();

        train.Count.ShouldBe(1438);
        test.Count.ShouldBe(359);
        for (int digit = 0; digit < 10; digit++)
            test.Targets.ToArray<long>().Count(target => target == digit).ShouldBeInRange(35, 37);
        (train.Inputs.Sum() + test.Inputs.Sum()).Item().ShouldBe(Digits.Load().Inputs.Sum().Item(), 1);
    }

    [Fact]
    public void Equal_seeds_give_equal_splits()
    {
        float[] first = Digits.Split(seed: 1).Test.Inputs.ToArray<float>();

        Digits.Split(seed: 1).Test.Inputs.ToArray<float>().ShouldBe(first);
        Digits.Split(seed: 2).Test.Inputs.ToArray<float>().ShouldNotBe(first);
    }

    [Fact]
    public void A_share_out_of_range_or_targets_that_are_no_classes_are_refused()
    {
        Should.Throw<AdjointException>(() => Digits.Split(1.5)).Message.ShouldContain("1.5");
        Should.Throw<AdjointException>(() => new TensorDataset(Tensor.Ones([2]), Tensor.Ones([2])).SplitByClass(0.5));
    }
}
