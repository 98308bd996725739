using System.Runtime.InteropServices;

namespace Adjoint.Cli;

/// <summary>Turns the first Ctrl-C into a request to come to an end; a second one ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();
    private readonly PosixSignalRegistration registration;

    public Interruption() => registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
    {
        context.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    });

    /// <summary>Cancelled at the first Ctrl-C.</summary>
    public CancellationToken Token => source.Token;

    public void Dispose()
    {
        registration.Dispose();
        source.Dispose();
    }
}
