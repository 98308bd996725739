namespace Adjoint.Tests.Models;

/// <summary>What Reference/models.py writes of one of torchvision's models.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Names and shapes of its state.</param>
/// <param name="Parameters">Number of its parameters.</param>
/// <param name="Macs">Multiply-adds of its convolutions and linear layers for one image of 224×224.</param>
/// <param name="Shapes">Output shapes of its leaf modules.</param>
/// <param name="Logits">What it gives for the script's values and image.</param>
public sealed record TorchvisionModel(
    string Name, Dictionary<string, int[]> State, long Parameters, long Macs, Dictionary<string, int[]> Shapes, float[] Logits);

/// <summary>All of them.</summary>
/// <param name="Torchvision">The version.</param>
/// <param name="Models">The models.</param>
public sealed record TorchvisionModels(string Torchvision, TorchvisionModel[] Models);
