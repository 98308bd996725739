namespace Adjoint.Peers.Driver;

/// <summary>A worker could not do what it was asked.</summary>
internal sealed class ParticipantException(string message) : Exception(message);
