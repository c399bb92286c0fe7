using System.Reflection;

namespace Orleans.Runtime;

/// <summary>A call on its way through the filters.</summary>
sealed class FilteredCall(Request request, Activation activation) : IIncomingGrainCallContext
{
    int _next;

    public object Grain => activation.GrainInstance!;

    public string InterfaceName => InterfaceMethod.DeclaringType!.FullName!;

    public string MethodName => InterfaceMethod.Name;

    public MethodInfo InterfaceMethod => request.Method.Info;

    public MethodInfo ImplementationMethod
    {
        get
        {
            var map = Grain.GetType().GetInterfaceMap(InterfaceMethod.DeclaringType!);
            return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, InterfaceMethod)];
        }
    }

    public object? Result { get; set; }

    public async Task Invoke()
    {
        if (_next < activation.Silo.Filters.Length)
        {
            await activation.Silo.Filters[_next++].Invoke(this);
            return;
        }

        var call = request.Call(Grain);
        await call;
        Result = request.ResultOf(call);
    }

    /// <summary>The request is answered by the filters' result, not by this task, so that a result they replaced counts.</summary>
    internal async Task Run()
    {
        await Invoke();
        request.Complete(Result);
    }
}
