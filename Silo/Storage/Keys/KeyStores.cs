using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage.Postgres;
using Microsoft.Extensions.Configuration;

namespace GoldenSignals.Silo.Storage.Keys;

/// <summary>Where a grid's keys are, by its configuration: in PostgreSQL where it has one, else in its data folder.</summary>
public static class KeyStores
{
    /// <param name="file">A file that is named for it; null for the grid's own place.</param>
    public static IKeyStore Of(IConfiguration configuration, string? file)
    {
        if (!string.IsNullOrEmpty(file))
            return new KeyFile(file);
        PostgresOptions postgres = GridHosting.Bound<PostgresOptions>(configuration, "PostgreSql");
        if (postgres.ConnectionString.Length == 0 && GridHosting.Bound<GridOptions>(configuration, "Grid").Mode == GridMode.Cluster)
            postgres = postgres with { ConnectionString = GridHosting.Bound<ClusterSettings>(configuration, "Cluster").PostgreSql };
        JournalOptions journal = GridHosting.Bound<JournalOptions>(configuration, "Journal");
        return postgres.ConnectionString.Length > 0 ? new KeyTable(postgres)
            : journal.Durability == JournalDurability.Durable ? new KeyFile(Path.Combine(journal.Folder, KeyFile.Name))
            : new MemoryKeys();
    }
}
