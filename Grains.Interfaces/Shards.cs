namespace GoldenSignals.Grains;

/// <summary>Which shard a symbol belongs to: FNV-1a over its characters, the same in every process and for ever.</summary>
public static class Shards
{
    public static int Of(ReadOnlySpan<char> symbol, int shards)
    {
        uint hash = 2166136261;
        foreach (char c in symbol)
            hash = (hash ^ c) * 16777619;
        // FNV's low bits are weak for short, alike names: fold the high half in before the remainder.
        return (int)((hash ^ (hash >> 16)) % (uint)shards);
    }
}
