namespace GoldenSignals.ApiClient.Security;

/// <summary>Scopes as keys, tokens and commands name them.</summary>
internal static class ScopeWords
{
    public static readonly string[] All = ["read", "ingest", "admin"];

    /// <summary>None for a word that is no scope.</summary>
    public static Scopes Of(string word) => word switch
    {
        "read" => Scopes.Read,
        "ingest" => Scopes.Ingest,
        "admin" => Scopes.Admin,
        _ => Scopes.None,
    };

    /// <summary>All that are named; other words allow nothing.</summary>
    public static Scopes Of(IEnumerable<string> words) => words.Aggregate(Scopes.None, (scopes, word) => scopes | Of(word));
}
