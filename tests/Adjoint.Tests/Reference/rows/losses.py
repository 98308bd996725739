"""Losses."""

import torch.nn.functional as F

from .table import given, index, positive, probability, real

INF = float("inf")


def add(table):
    classes(table)
    probabilities(table)
    distances(table)
    binary(table)
    divergence(table)
    likelihoods(table)
    margins(table)


def classes(table):
    row = table.row
    extreme = given([1000.0, -1000.0, 0.0, -INF, 0.5, 1.0], 2, 3)
    plain = [(real(4, 3), index(3, 4)), (real(5, 4), index(4, 5)), (real(2, 3, 2), index(3, 2, 2))]
    row(
        "CrossEntropy", "classes", F.cross_entropy, *plain, (extreme, given([1, 2])),
        (extreme, given([0, 0])), (real(3, 3), given([1, -100, 2])), (real(2, 3), given([-100, -100])),
    )
    weighted = lambda x, t, w: F.cross_entropy(x, t, w, label_smoothing=0.1)
    row(
        "CrossEntropy", "classes weight smoothing=0.1", weighted, *weights(plain),
        (real(2, 3), given([-100, -100]), positive(3).constant()),
    )
    single = lambda x, t: F.cross_entropy(x, t, ignore_index=1, reduction="none")
    row(
        "CrossEntropy", "classes ignore=1 none", single, (real(6, 3), index(3, 6)),
        (real(2, 3, 3), index(3, 2, 3)), (real(2, 3), given([1, 1])),
    )
    smoothed = lambda x, t: F.cross_entropy(x, t, ignore_index=1, label_smoothing=0.2)
    row(
        "CrossEntropy", "classes ignore=1 smoothing=0.2", smoothed, (real(8, 3), index(3, 8)),
        (real(2, 4, 3), index(4, 2, 3)), (real(2, 3), given([1, 1])),
    )
    each = lambda x, t: F.cross_entropy(x, t, label_smoothing=0.3, reduction="none")
    row("CrossEntropy", "classes smoothing=0.3 none", each, *plain)
    total = lambda x, t, w: F.cross_entropy(x, t, w, label_smoothing=0.3, reduction="sum")
    row("CrossEntropy", "classes weight smoothing=0.3 sum", total, *weights(plain))
    mean = lambda x, t: F.cross_entropy(x, t, ignore_index=1)
    row(
        "CrossEntropy", "classes ignore=1", mean, (real(8, 3), index(3, 8)), (real(2, 300), given([1, 299])),
        (real(2, 3), given([1, 1])),
    )
    mean_of_image = lambda x, t: F.cross_entropy(x, t, ignore_index=2)
    row(
        "CrossEntropy", "image ignore=2", mean_of_image, (real(2, 3, 2, 2), index(3, 2, 2, 2)),
        (real(1, 4, 2, 3), index(4, 1, 2, 3)),
    )
    image = lambda x, t: F.cross_entropy(x, t, reduction="sum")
    row(
        "CrossEntropy", "image sum", image, (real(2, 3, 2, 2), index(3, 2, 2, 2)),
        (real(1, 4, 2, 3), index(4, 1, 2, 3)),
    )
    row("CrossEntropy", "one", F.cross_entropy, (real(3), index(3)), (real(5), index(5)))
    row("NllLoss", "", F.nll_loss, *plain, (real(2, 3), given([-100, -100])), (extreme, given([1, 0])))
    each = lambda x, t, w: F.nll_loss(x, t, w, reduction="none")
    row("NllLoss", "weight none", each, *weights(plain))
    weighted = lambda x, t, w: F.nll_loss(x, t, w, ignore_index=0)
    row(
        "NllLoss", "weight ignore=0", weighted, (real(8, 3), index(3, 8), positive(3).constant()),
        (real(2, 4, 3), index(4, 2, 3), positive(4).constant()),
        (real(2, 3), given([0, 0]), positive(3).constant()),
    )


def weights(variants):
    """With a weight for each class, for which PyTorch has no gradient."""
    return [(x, t, positive(x.shape[1]).constant()) for x, t in variants]


def probabilities(table):
    row = table.row
    each = lambda x, t: F.cross_entropy(x, t, reduction="none")
    row(
        "CrossEntropy", "probabilities none", each, (real(2, 3, 2), probability(2, 3, 2)),
        (real(4, 3), probability(4, 3)),
    )
    extreme = given([1000.0, -1000.0, 0.0, 2.0, 0.5, 1.0], 2, 3)
    row(
        "CrossEntropy", "probabilities", F.cross_entropy, (real(4, 3), probability(4, 3)),
        (real(2, 3, 2), probability(2, 3, 2)), (extreme, probability(2, 3)),
    )
    weighted = lambda x, t, w: F.cross_entropy(x, t, w, label_smoothing=0.1)
    row(
        "CrossEntropy", "probabilities weight smoothing=0.1", weighted,
        (real(4, 3, 2), probability(4, 3, 2), positive(3).constant()),
        (real(3, 4), probability(3, 4), positive(4).constant()),
    )


def distances(table):
    row = table.row
    here = given([0.0, 1.0, -1.0, 0.5, 3.0, -2.0, INF, 1.0])
    there = given([0.0, 0.5, -0.5, 0.25, -1.0, -1.3, 1.0, -INF])
    shapes = ([2, 3], [5], [2, 2, 3])
    pairs = [(real(*s), real(*s)) for s in shapes] + [(here, there), (real(), real())]
    row("MseLoss", "", F.mse_loss, *pairs)
    row("MseLoss", "none", lambda x, t: F.mse_loss(x, t, reduction="none"), *pairs)
    row("L1Loss", "sum", lambda x, t: F.l1_loss(x, t, reduction="sum"), *pairs)
    row("SmoothL1Loss", "beta=0.5", lambda x, t: F.smooth_l1_loss(x, t, beta=0.5), *pairs)
    # Where both are equal PyTorch takes −1 for the slope, not 0 as for the L1 loss, which this is.
    absolute = lambda x, t: F.smooth_l1_loss(x, t, beta=0.0, reduction="none")
    row("SmoothL1Loss", "beta=0 none", absolute, *[(real(*s), positive(*s)) for s in shapes])
    row("HuberLoss", "delta=0.7", lambda x, t: F.huber_loss(x, t, delta=0.7), *pairs)


def binary(table):
    row = table.row
    certain, answer = given([0.0, 0.0, 1.0, 1.0, 0.0, 1.0]), given([0.0, 1.0, 0.0, 1.0, 0.5, 0.25])
    triples = [(probability(*s), probability(*s), positive(*s).constant()) for s in ([2, 3], [5], [2, 2, 2])]
    # For the target's gradient PyTorch does not bound the logarithms, as it does for the loss itself; ours are the same.
    row("BinaryCrossEntropy", "weight", F.binary_cross_entropy, *triples, (certain, answer.constant(), positive(6).constant()))
    row("BinaryCrossEntropy", "none", lambda x, t: F.binary_cross_entropy(x, t, reduction="none"), *[t[:2] for t in triples])
    large = given([1000.0, -1000.0, 50.0, -50.0, 0.0, INF]), given([0.0, 1.0, 1.0, 0.0, 0.5, 1.0])
    logits = [(real(*s), probability(*s)) for s in ([2, 3], [5], [2, 2, 2])] + [large]
    row("BinaryCrossEntropyWithLogits", "", F.binary_cross_entropy_with_logits, *logits)
    weighted = lambda x, t, w, p: F.binary_cross_entropy_with_logits(x, t, w, pos_weight=p)
    weighed = [(*pair, positive(*pair[0].shape).constant(), positive(pair[0].shape[-1]).constant()) for pair in logits]
    row("BinaryCrossEntropyWithLogits", "weights", weighted, *weighed)


def divergence(table):
    row = table.row
    pairs = [(real(*s), probability(*s)) for s in ([2, 3], [5], [2, 2, 2])]
    # At a target of 0 PyTorch's slope with respect to the target is NaN; we take t·log t for constant there.
    row("KlDiv", "", F.kl_div, *pairs, (real(3), given([0.0, 1.0, 0.5]).constant()))
    row("KlDiv", "none", lambda x, t: F.kl_div(x, t, reduction="none"), *pairs)
    logs = lambda x, t: F.kl_div(x, t, log_target=True, reduction="sum")
    row(
        "KlDiv", "logarithms sum", logs, *[(real(*s), real(*s)) for s in ([2, 3], [5], [2, 2, 2])],
        (real(3), given([0.0, -1000.0, 1.0])),
    )


def likelihoods(table):
    row = table.row
    shapes = ([2, 3], [5], [2, 2, 2])
    row("PoissonNllLoss", "", F.poisson_nll_loss, *[(real(*s), positive(*s).constant()) for s in shapes])
    full = lambda x, t: F.poisson_nll_loss(x, t, log_input=False, full=True, reduction="sum")
    row("PoissonNllLoss", "rates full sum", full, *[(positive(*s), positive(*s).constant()) for s in shapes])
    normal = lambda x, t, v: F.gaussian_nll_loss(x, t, v, full=True)
    row("GaussianNllLoss", "full", normal, *[(real(*s), real(*s), positive(*s)) for s in shapes])


def margins(table):
    row = table.row
    shapes = ([2, 3], [5], [2, 2, 2])
    sign = lambda t: (2 * t - 1).double()
    signed = [(real(*s), index(2, *s)) for s in shapes]
    row("HingeEmbeddingLoss", "margin=1.5", lambda x, t: F.hinge_embedding_loss(x, sign(t), margin=1.5), *signed)
    row("SoftMarginLoss", "", lambda x, t: F.soft_margin_loss(x, sign(t)), *signed)
    ranking = lambda x, y, t: F.margin_ranking_loss(x, y, sign(t), margin=0.3)
    row("MarginRankingLoss", "margin=0.3", ranking, *[(real(*s), real(*s), index(2, *s)) for s in shapes])
    scores = [(real(4, 3), index(3, 4)), (real(5, 4), index(4, 5))]
    row("MultiMarginLoss", "", F.multi_margin_loss, *scores)
    squared = lambda x, t, w: F.multi_margin_loss(x, t, p=2, margin=0.7, weight=w)
    row("MultiMarginLoss", "p=2 weight", squared, *weights(scores))
    row(
        "MultiLabelMarginLoss", "", lambda x, t: F.multilabel_margin_loss(x, t - 1),
        (real(4, 3), given([3, 1, 0, 0, 1, 2, 1, 2, 3, 2, 0, 3], 4, 3)), (real(2, 5), given([5, 0, 0, 0, 0, 1, 4, 2, 0, 1], 2, 5)),
    )
    soft = lambda x, t, w: F.multilabel_soft_margin_loss(x, t, w)
    row(
        "MultiLabelSoftMarginLoss", "weight", soft,
        *[(real(*s), probability(*s), positive(s[-1]).constant()) for s in ([2, 3], [4, 5])],
    )
    angles = lambda x, y, t: F.cosine_embedding_loss(x, y, sign(t), margin=0.2)
    row("CosineEmbeddingLoss", "margin=0.2", angles, *[(real(*s), real(*s), index(2, s[0])) for s in ([3, 4], [5, 2])])
    swapped = lambda x, p, n: F.triplet_margin_loss(x, p, n, swap=True)
    row("TripletMarginLoss", "swap", swapped, *[(real(*s), real(*s), real(*s)) for s in ([3, 4], [2, 6])])
    vectors = [(real(*s), real(*s)) for s in ([3, 4], [2, 6])]
    row("PairwiseDistance", "", F.pairwise_distance, *vectors)
    row("PairwiseDistance", "p=3 keep", lambda x, y: F.pairwise_distance(x, y, p=3, keepdim=True), *vectors)
    row("CosineSimilarity", "", F.cosine_similarity, *[(real(*s), real(*s)) for s in ([2, 3, 2], [4, 3])])
