using System.Diagnostics;

namespace Orleans.Runtime;

/// <summary>Base of the generated references: turns a method call into a request and sends it.</summary>
abstract class GrainReference : IAddressable
{
    IDestination? _destination;

    internal Silo Silo { get; private set; } = null!;

    internal GrainId Id { get; private set; }

    internal GrainMethod[] Methods { get; private set; } = null!;

    internal GrainReference Bind(Silo silo, GrainId id, GrainMethod[] methods)
    {
        (Silo, Id, Methods) = (silo, id, methods);
        return this;
    }

    public Task<T> Send<T>(Request<T> request, int method)
    {
        request.Method = Methods[method];
        request.Context = RequestContext.Current;
        request.Caller = Silo.Traces ? Activity.Current : null;
        request.SentMs = Environment.TickCount64;
        if (request.Method.OneWay)
        {
            request.Complete(default(T));
        }

        var destination = _destination;
        if (destination is null || destination.IsDead)
        {
            _destination = destination = Silo.Locate(Id);
        }

        destination.Accept(request);
        return request.Answer;
    }

    public override bool Equals(object? obj) => obj is GrainReference other && Id.Equals(other.Id) && GetType() == other.GetType();

    public override int GetHashCode() => Id.GetHashCode();

    public override string ToString() => $"GrainReference:{Id}";
}
