namespace Adjoint.Guards.Workloads;

/// <summary>A piece of work whose time is compared. It uses only public members that a rebuilt library keeps.</summary>
internal abstract class Workload
{
    /// <summary>Does the work once.</summary>
    /// <returns>A number that depends on all of it: equal numbers from two libraries are the same result.</returns>
    public abstract double Run();
}
