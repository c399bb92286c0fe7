namespace GoldenSignals.Silo.Feeds;

/// <summary>SplitMix64: a random generator of one word. The same seed gives the same numbers on every machine.</summary>
/// <remarks>Source: Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators (2014), constants of Stafford's mix 13.</remarks>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>Uniform in [0, 1).</summary>
    public double NextUniform() => Uniform(Next());

    /// <summary>About normal with mean 0 and deviation 1, within ±3.47: the sum of four uniforms of 16 bits, so that no logarithm or cosine is needed.</summary>
    public double NextNormal()
    {
        ulong bits = Next();
        long sum = (long)((bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48));
        return (sum - 2 * 65535) * NormalScale;
    }

    /// <summary>A generator of its own for a name, independent of every other name's.</summary>
    public static SplitMix For(ulong seed, string name)
    {
        ulong hash = 14695981039346656037;                          // FNV-1a
        foreach (char c in name)
            hash = (hash ^ c) * 1099511628211;
        return new SplitMix(Mix(Mix(seed + 0x9E3779B97F4A7C15) ^ hash));
    }

    public static double Uniform(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    // Four uniforms over 0…65535 have the variance 4·(65536² − 1)/12.
    private static readonly double NormalScale = 1 / Math.Sqrt((65536.0 * 65536.0 - 1) / 3);

    public static ulong Mix(ulong z)
    {
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }
}
