using Adjoint.Peers.Driver;
using Adjoint.Peers.Worker;

if (args is ["worker"])
{
    WorkerProcess.Run();
    return 0;
}

if (Settings.Parse(args, Console.Error) is not { } settings) return 2;
return new Session(settings).Run();
