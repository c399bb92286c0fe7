using GoldenSignals.Grains;
using GoldenSignals.Silo.Storage.History;

namespace GoldenSignals.Silo.Storage;

/// <summary>What reading a data folder through has found.</summary>
/// <param name="JournalRecords">Of the journal, up to the first damage.</param>
/// <param name="TornBytes">Of the journal's end, from a crash or from being written just now; the next start cuts them off.</param>
public sealed record DataCheck(int HistoryFiles, long HistoryRows, int Snapshots, int JournalFiles, long JournalRecords, long TornBytes, DamageReport[] Damages)
{
    /// <summary>Reads everything.</summary>
    /// <param name="progress">Told what is read next.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static DataCheck Of(string folder, Action<string> progress, CancellationToken cancel)
    {
        DataFolder.FactsOf(folder);
        var damages = new List<DamageReport>();
        (int files, long rows) = ReadHistory(DataFolder.HistoryOf(folder), damages, progress, cancel);
        int snapshots = ReadSnapshots(DataFolder.SnapshotsOf(folder), damages, progress, cancel);
        JournalCheck journal = ReadJournal(DataFolder.JournalOf(folder), damages, progress, cancel);
        return new(files, rows, snapshots, journal.Segments, journal.Records, journal.TornBytes, [.. damages]);
    }

    private static (int Files, long Rows) ReadHistory(string folder, List<DamageReport> damages, Action<string> progress, CancellationToken cancel)
    {
        int files = 0;
        long rows = 0;
        try
        {
            int count = Manifest.Load(folder).Runs.Length;
            foreach (var (run, damage) in new RunStore(folder, () => Manifest.Load(folder)).Verify(cancel))
            {
                progress($"history: {++files} of {count} files");
                rows += damage is null ? run.Rows : 0;
                if (damage is not null)
                    damages.Add(new(damage.File, damage.Offset, damage.Message));
            }
        }
        catch (HistoryDamagedException manifest)
        {
            damages.Add(new(manifest.File, manifest.Offset, manifest.Message));
        }
        return (files, rows);
    }

    private static int ReadSnapshots(string folder, List<DamageReport> damages, Action<string> progress, CancellationToken cancel)
    {
        string[] files = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.gss", SearchOption.AllDirectories) : [];
        for (int i = 0; i < files.Length; i++)
        {
            cancel.ThrowIfCancellationRequested();
            progress($"snapshots: {i + 1} of {files.Length} files");
            try
            {
                SnapshotFrame.Open(File.ReadAllBytes(files[i]));
            }
            catch (InvalidDataException damage)
            {
                damages.Add(new(files[i], 0, $"{files[i]}: {damage.Message}"));
            }
        }
        return files.Length;
    }

    private static JournalCheck ReadJournal(string folder, List<DamageReport> damages, Action<string> progress, CancellationToken cancel)
    {
        if (!Directory.Exists(folder))
            return new(0, 0, 0, 0, [], null);
        progress("journal");
        JournalCheck journal = FileJournalStore.OpenRead(folder).Verify(cancel);
        if (journal.Damage is { } damage)
            damages.Add(new(damage.Place, damage.Offset, damage.Exception().Message));
        return journal;
    }
}

/// <summary>A file is not what was written.</summary>
public sealed record DamageReport(string File, long Offset, string Message);
