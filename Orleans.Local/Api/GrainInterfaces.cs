using Orleans.Runtime;

namespace Orleans.Runtime
{
    /// <summary>Anything a call can be addressed to: grain references and grains.</summary>
    public interface IAddressable;

    /// <summary>The activation as a grain sees it.</summary>
    public interface IGrainContext
    {
        object? GrainInstance { get; }

        IServiceProvider ActivationServices { get; }
    }
}

namespace Orleans
{
    /// <summary>Base of all grain interfaces.</summary>
    public interface IGrain : IAddressable;

    /// <summary>Marks a grain interface whose key is a string.</summary>
    public interface IGrainWithStringKey : IGrain;

    /// <summary>Marks a grain interface whose key is a <see cref="long"/>.</summary>
    public interface IGrainWithIntegerKey : IGrain;

    /// <summary>Makes references to grains. A reference costs no activation until it is called.</summary>
    public interface IGrainFactory
    {
        TGrainInterface GetGrain<TGrainInterface>(long primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithIntegerKey;

        TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null) where TGrainInterface : IGrainWithStringKey;
    }

    /// <summary>What code outside of grains calls them through.</summary>
    public interface IClusterClient : IGrainFactory
    {
        IServiceProvider ServiceProvider { get; }
    }

    /// <summary>Keys and references, of a grain or of a reference to one.</summary>
    public static class GrainExtensions
    {
        public static string GetPrimaryKeyString(this IAddressable grain) => Id(grain).KeyText;

        public static GrainId GetGrainId(this IAddressable grain) => Id(grain);

        public static long GetPrimaryKeyLong(this IAddressable grain) => Id(grain) is { Text: null } id
            ? id.Number
            : throw new InvalidOperationException($"Unable to extract integer key from grain id {Id(grain)}");

        /// <summary>A reference to the same grain through another of its interfaces.</summary>
        public static TGrainInterface AsReference<TGrainInterface>(this IAddressable grain) => grain is GrainReference reference
            ? (TGrainInterface)reference.Silo.Refer(typeof(TGrainInterface), reference.Id)
            : (TGrainInterface)ActivationOf(grain).Silo.Refer(typeof(TGrainInterface), Id(grain));

        static GrainId Id(IAddressable grain) => grain is GrainReference reference ? reference.Id : ActivationOf(grain).Id;

        static Activation ActivationOf(IAddressable grain) => grain is IGrainBase { GrainContext: Activation activation }
            ? activation
            : throw new ArgumentException($"{grain?.GetType()} is neither a grain nor a reference to one.", nameof(grain));
    }
}
