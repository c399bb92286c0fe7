namespace GoldenSignals.ApiClient.Security.Audit;

/// <summary>What reading a log through has found.</summary>
/// <param name="Last">Where it ends, as <c>sequence:hash</c>: kept elsewhere, it shows later that nothing before it was changed.</param>
/// <param name="TornBytes">Of a line at the end that is not finished: it is being written, or was when the process ended.</param>
/// <param name="Faults">What was changed, removed, put elsewhere or cut off; the first hundred.</param>
internal sealed record AuditCheck(string Folder, int Files, long Lines, DateTime? From, DateTime? To, string Last, long TornBytes, AuditFault[] Faults)
{
    private const int MaxFaults = 100;

    /// <param name="expected">Where the log ended once, as somebody kept it elsewhere.</param>
    /// <exception cref="IOException">There is no log.</exception>
    public static AuditCheck Of(string folder, AuditChain chain, AuditLink? expected, CancellationToken cancel)
    {
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"there is no audit log: the folder {folder} does not exist");
        AuditLink? head = AuditFiles.HeadOf(folder);                 // first: a running grid adds lines meanwhile
        string[] files = AuditFiles.Of(folder);
        var reading = new Reading(chain, [.. new[] { head, expected }.OfType<AuditLink>()]);
        foreach (string file in files)
            reading.Read(file, cancel);
        reading.End(files, head);
        return new(folder, files.Length, reading.Lines, reading.From, reading.To, reading.Last.ToString(), reading.Torn, [.. reading.Faults.Take(MaxFaults)]);
    }

    private sealed class Reading(AuditChain chain, AuditLink[] known)
    {
        public List<AuditFault> Faults { get; } = [];
        public AuditLink Last { get; private set; } = AuditLink.Start;
        public long Lines { get; private set; }
        public long Torn { get; private set; }
        public DateTime? From { get; private set; }
        public DateTime? To { get; private set; }

        public void Read(string path, CancellationToken cancel)
        {
            if (Torn > 0)
                Fault(path, 1, "the file before does not end with a whole line");
            string name = Path.GetFileName(path);
            long number = 0;
            ReadOnlySpan<byte> text = Text(path);
            for (int end; (end = text.IndexOf((byte)'\n')) >= 0; text = text[(end + 1)..])
            {
                cancel.ThrowIfCancellationRequested();
                Line(text[..end], name, ++number);
            }
            Torn = text.Length;
        }

        /// <summary>A file is some 64 MiB at most. The grid may be writing it.</summary>
        private static byte[] Text(string path)
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            byte[] text = new byte[file.Length];
            file.ReadExactly(text);
            return text;
        }

        public void End(string[] files, AuditLink? head)
        {
            string last = files.Length == 0 ? "" : Path.GetFileName(files[^1]);
            if (head is null && Lines > 0)
                Fault("head", 0, "the file is missing that says how far the log reaches");
            foreach (AuditLink link in known.Where(link => link.Sequence > Last.Sequence).Take(1))
                Fault(last, 0, $"lines {Last.Sequence + 1} to {link.Sequence} are missing at the end");
        }

        private void Line(ReadOnlySpan<byte> line, string file, long number)
        {
            Lines++;
            if (AuditChain.Read(line) is not var (link, previous, time))
            {
                Fault(file, number, "is no line of the log");
                return;
            }
            if (!chain.Holds(line))
                Fault(file, number, $"line {link.Sequence} was changed");
            if (link.Sequence > Last.Sequence + 1)
                Fault(file, number, $"lines {Last.Sequence + 1} to {link.Sequence - 1} are missing");
            else if (link.Sequence <= Last.Sequence)
                Fault(file, number, $"line {link.Sequence} stands behind line {Last.Sequence}");
            else if (previous != Last.Hash)
                Fault(file, number, $"line {link.Sequence} does not follow from the one before");
            foreach (AuditLink one in known)
                if (one.Sequence == link.Sequence && one.Hash != link.Hash)
                    Fault(file, number, $"line {link.Sequence} is not the one that was written: what is known of it has another hash");
            (Last, From, To) = (link, From ?? time, time);
        }

        private void Fault(string file, long line, string what) => Faults.Add(new(file, line, what));
    }
}

/// <param name="Line">In the file, from 1; 0 for the file as a whole.</param>
internal sealed record AuditFault(string File, long Line, string What);
