using System.Text.Json.Nodes;

namespace Adjoint.Peers.Workloads;

/// <summary>One piece of work, set up once and run many times. Each peer has the same under the same name.</summary>
internal abstract class Workload : IDisposable
{
    /// <summary>Whether one run is long enough to be a measurement, so that runs are not counted out beforehand.</summary>
    public virtual bool IsLong => false;

    /// <summary>The work that is timed.</summary>
    public abstract void Run();

    /// <summary>What the work gives, for comparison; asked before anything is timed.</summary>
    public abstract Tensor[] Outputs();

    /// <summary>Brings code and memory into the state they have in the middle of a long run.</summary>
    public virtual void WarmUp() => Run();

    /// <summary>What else is known after a measurement; not timed.</summary>
    public virtual JsonObject? Findings() => null;

    /// <summary>Lets go of what is not the collector's.</summary>
    public virtual void Dispose() { }
}
