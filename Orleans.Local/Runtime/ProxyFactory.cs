using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Orleans.Runtime;

/// <summary>Makes references of one interface.</summary>
static class GrainProxy<TGrainInterface>
{
    static readonly Func<Silo, GrainId, object> Factory = ProxyFactory.For(typeof(TGrainInterface));

    internal static TGrainInterface Create(Silo silo, GrainId id) => (TGrainInterface)Factory(silo, id);
}

/// <summary>
/// Generates, for each grain interface, a class that implements it on <see cref="GrainReference"/>, and for each of its
/// methods a <see cref="Request{T}"/> that carries the arguments in fields. Orleans' code generator does this at build time.
/// </summary>
static class ProxyFactory
{
    const MethodAttributes Override = MethodAttributes.Public | MethodAttributes.Virtual | MethodAttributes.HideBySig;

    static readonly ConcurrentDictionary<Type, Func<Silo, GrainId, object>> Factories = new();
    static readonly Lock Generating = new();
    static readonly HashSet<string> Visible = [];
    static readonly AssemblyBuilder Assembly = AssemblyBuilder.DefineDynamicAssembly(new("Orleans.Local.Generated"), AssemblyBuilderAccess.Run);
    static readonly ModuleBuilder Module = Assembly.DefineDynamicModule("Generated");

    internal static Func<Silo, GrainId, object> For(Type grainInterface) => Factories.GetOrAdd(grainInterface, static type =>
    {
        lock (Generating)
        {
            return Generate(type);
        }
    });

    static Func<Silo, GrainId, object> Generate(Type grainInterface)
    {
        See(typeof(ProxyFactory));
        GrainMethod[] methods =
        [
            .. grainInterface.GetInterfaces().Prepend(grainInterface).SelectMany(static type => type.GetMethods())
                .Where(static method => method.IsAbstract).Select(static method => new GrainMethod(method)),
        ];
        var proxy = Module.DefineType($"{grainInterface.FullName}_{Factories.Count}_Reference", TypeAttributes.Sealed, typeof(GrainReference), [grainInterface]);
        for (var index = 0; index < methods.Length; index++)
        {
            See(methods[index]);
            if (methods[index].Refusal is { } refusal)
            {
                DefineRefused(proxy, methods[index].Info, refusal);
            }
            else
            {
                DefineSending(proxy, methods[index], index, DefineRequest($"{proxy.Name}_{index}_{methods[index].Info.Name}", methods[index]));
            }
        }

        var type = proxy.CreateType();
        var create = System.Linq.Expressions.Expression.Lambda<Func<GrainReference>>(System.Linq.Expressions.Expression.New(type)).Compile();
        return (silo, id) => create().Bind(silo, id, methods);
    }

    /// <summary>The request of one method: a field for each argument, and <see cref="Request.Call"/> with them.</summary>
    static (ConstructorInfo New, FieldInfo[] Arguments) DefineRequest(string name, GrainMethod method)
    {
        var request = Module.DefineType(name, TypeAttributes.Sealed, typeof(Request<>).MakeGenericType(method.Result!));
        var constructor = request.DefineDefaultConstructor(MethodAttributes.Public);
        FieldInfo[] fields =
        [
            .. method.Info.GetParameters().Select((parameter, index) =>
                request.DefineField($"_{index}", parameter.ParameterType, FieldAttributes.Public)),
        ];
        var code = request.DefineMethod(nameof(Request.Call), Override, typeof(Task), [typeof(object)]).GetILGenerator();
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Castclass, method.Info.DeclaringType!);
        foreach (var field in fields)
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldfld, field);
        }

        code.Emit(OpCodes.Callvirt, method.Info);
        if (method.Info.ReturnType is { IsValueType: true } valueTask)
        {
            var answer = code.DeclareLocal(valueTask);
            code.Emit(OpCodes.Stloc, answer);
            code.Emit(OpCodes.Ldloca, answer);
            code.Emit(OpCodes.Call, valueTask.GetMethod(nameof(ValueTask.AsTask))!);
        }

        code.Emit(OpCodes.Ret);
        var type = request.CreateType();
        return (type.GetConstructor([])!, [.. fields.Select(field => type.GetField(field.Name)!)]);
    }

    static void DefineSending(TypeBuilder proxy, GrainMethod method, int index, (ConstructorInfo New, FieldInfo[] Arguments) request)
    {
        var code = Implement(proxy, method.Info);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Newobj, request.New);
        for (var argument = 0; argument < request.Arguments.Length; argument++)
        {
            code.Emit(OpCodes.Dup);
            code.Emit(OpCodes.Ldarg, (short)(argument + 1));
            code.Emit(OpCodes.Stfld, request.Arguments[argument]);
        }

        code.Emit(OpCodes.Ldc_I4, index);
        code.Emit(OpCodes.Call, typeof(GrainReference).GetMethod(nameof(GrainReference.Send))!.MakeGenericMethod(method.Result!));
        if (method.Info.ReturnType is { IsValueType: true } valueTask)
        {
            code.Emit(OpCodes.Newobj, valueTask.GetConstructors().Single(static constructor =>
                constructor.GetParameters() is [{ ParameterType: var type }] && typeof(Task).IsAssignableFrom(type)));
        }

        code.Emit(OpCodes.Ret);
    }

    static void DefineRefused(TypeBuilder proxy, MethodInfo method, string refusal)
    {
        var code = Implement(proxy, method);
        code.Emit(OpCodes.Ldstr, refusal);
        code.Emit(OpCodes.Newobj, typeof(NotSupportedException).GetConstructor([typeof(string)])!);
        code.Emit(OpCodes.Throw);
    }

    static ILGenerator Implement(TypeBuilder proxy, MethodInfo method)
    {
        var implementation = proxy.DefineMethod(
            $"{method.DeclaringType!.Name}.{method.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.HideBySig | MethodAttributes.NewSlot | MethodAttributes.Final,
            method.ReturnType,
            [.. method.GetParameters().Select(static parameter => parameter.ParameterType)]);
        if (method.IsGenericMethodDefinition)
        {
            implementation.DefineGenericParameters([.. method.GetGenericArguments().Select(static type => type.Name)]);
        }

        proxy.DefineMethodOverride(implementation, method);
        return implementation.GetILGenerator();
    }

    static void See(GrainMethod method)
    {
        See(method.Info.DeclaringType!);
        Array.ForEach(method.Info.GetParameters(), static parameter => See(parameter.ParameterType));
        See(method.Info.ReturnType);
    }

    /// <summary>Lets generated code use what is internal to the type's assembly, as code generated inside of it could.</summary>
    static void See(Type type)
    {
        if (type.Assembly.GetName().Name is { } name && Visible.Add(name))
        {
            Assembly.SetCustomAttribute(new(typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!, [name]));
        }

        Array.ForEach(type.GenericTypeArguments, See);
    }
}
