using System.Globalization;
using System.Text;
using GoldenSignals.Domain.Indicators;

namespace GoldenSignals.Silo.Documentation;

/// <summary>The page of all indicators in Markdown, docs/indicators.md.</summary>
public static class IndicatorPage
{
    private const string Head = """
        # Indicators

        Written by `./run indicators docs > docs/indicators.md` from the comments in the code, the catalogue and the deviations that the tests
        record; a test holds what it says to it. `./run indicators list` gives the columns alone, `--json` all of this as data.

        Each indicator is computed once per closed bar, as its recurrence; agents read its values by the name of the column,
        `<name>_<parameters>[_part]`. `GET /v1/symbols/{symbol}/indicators` and `./run replay … --indicators FILE` give the values.

        **NaN** (null in JSON, an empty cell in a file) means "not yet", never 0. *First value* is the bar, counted from 1, from which on a
        column has a finite number at every bar, whatever the market does: flat, without volume, after one enormous bar.

        **Drift.** A running sum that subtracts what leaves its window keeps every rounding error for good. Here short windows are summed
        anew from the symbol's past bars, four lanes at a time; sums of derived inputs only ever add: each time a window's ring is full, its
        inputs turn into the sums from each of them to the ring's end, and the window is such a sum of older inputs plus the sum of the newer
        ones; and the long sums of closes that do subtract carry what rounding loses in a second number (Knuth's two-sum). Moments are taken
        about the window's own mean, and extremes from the inputs themselves. So every column but the running totals (`obv`, `adl`) is, after a million bars, within 1e-9 of
        what a fresh start gives.

        **Units.** What a column does when every price is doubled, when a constant c is added to every price, and when every volume is
        doubled: measured, not declared, and a law for every indicator. A ratio has ×1, a price ×2 and +c, a range ×2 and "same".

        **References.** The tests hold the columns against values that others have computed: `skender_sheets` are hand-built spreadsheets of
        Stock.Indicators (Apache-2.0), `lean` the test data of QuantConnect's Lean (Apache-2.0), `stockcharts_ta` worked examples of StockCharts' ChartSchool
        as kept by ta (MIT). A deviation is |ours − reference| / max(1, |reference|), the largest over all rows from the first value on. The
        tolerance is 1e-9; it is wider only where a sheet is printed with few digits, and then the deviation is the sheet's. `GS_RECORD_REFERENCES=1`
        has the tests record the deviations in `Silo/Documentation/indicator-references.csv`; without it they hold the record to be true. An indicator
        that no sheet carries is held against a plain, separate computation of its formula. Nothing of the sheets is in this repository.


        """;

    public static string Markdown()
    {
        var page = new StringBuilder(Head.ReplaceLineEndings("\n"));
        IReadOnlyList<IndicatorEntry> bars = IndicatorEntry.OfBars(), others = IndicatorEntry.OfOtherInputs();
        page.Append("## Overview\n\n| indicator | columns | first value at bar | references | largest deviation | of printed values |\n|---|---|---|---|---|---|\n");
        foreach (IndicatorEntry entry in bars)
            page.Append(CultureInfo.InvariantCulture,
                $"| [{entry.Name}](#{Anchor(entry)}) | {Names(entry)} | {FirstBars(entry)} | {Count(entry)} | {Largest(entry, exact: true)} | {Largest(entry, exact: false)} |\n");
        page.Append("\n## Indicators of bars\n\n");
        foreach (IndicatorEntry entry in bars)
            Section(page, entry);
        page.Append("## Other columns\n\nThese come from indicators, from other inputs than bars, or from the market as a whole.\n\n");
        foreach (IndicatorEntry entry in others)
            Section(page, entry);
        page.Append("## Sheets that are not used\n\n| sheet | why |\n|---|---|\n");
        foreach ((string sheet, string why) in ReferenceComparison.Unused)
            page.Append(CultureInfo.InvariantCulture, $"| {sheet} | {Escaped(why)} |\n");
        return page.ToString();
    }

    private static void Section(StringBuilder page, IndicatorEntry entry)
    {
        page.Append(CultureInfo.InvariantCulture, $"### {entry.Name}\n\n{Escaped(entry.Comment.Summary)}\n\n");
        if (entry.Comment.Formula.Length > 0)
            page.Append(CultureInfo.InvariantCulture, $"```text\n{entry.Comment.Formula}\n```\n\n");
        Paragraph(page, "Variant and seed", entry.Comment.Notes);
        Paragraph(page, "Parameters", string.Join(" ", entry.Comment.Parameters.Where(parameter => parameter.Key is not ("find" or "scorer"))
            .Select(parameter => $"`{parameter.Key}`: {parameter.Value}")));
        Paragraph(page, "Source", entry.Comment.Source);

        if (entry.Columns.Any(column => column.Units is not null))
        {
            page.Append("| column | first value at bar | prices ×2 | prices + c | volumes ×2 |\n|---|---|---|---|---|\n");
            foreach (ColumnEntry column in entry.Columns)
                page.Append(CultureInfo.InvariantCulture, $"| `{column.Name}` | {column.FirstBar} | {Units(column.Units)} |\n");
        }
        else
        {
            page.Append("| column | first value at bar |\n|---|---|\n");
            foreach (ColumnEntry column in entry.Columns)
                page.Append(CultureInfo.InvariantCulture, $"| `{column.Name}` | {column.FirstBar?.ToString(CultureInfo.InvariantCulture) ?? "when its input comes"} |\n");
        }
        if (entry.References.Count > 0)
            page.Append("\n| held against | column there | rows | tolerance | largest deviation |\n|---|---|---|---|---|\n");
        foreach (ReferenceComparison comparison in entry.References)
            page.Append(CultureInfo.InvariantCulture,
                $"| `{comparison.Column}`: {comparison.Sheet} | {Escaped(comparison.Reference)} | {comparison.Rows} | {Deviation(comparison.Tolerance)} | {Deviation(comparison.Deviation)} |\n");
        page.Append('\n');
    }

    private static void Paragraph(StringBuilder page, string title, string text)
    {
        if (text.Length > 0)
            page.Append(CultureInfo.InvariantCulture, $"{title}: {Escaped(text)}\n\n");
    }

    private static string Anchor(IndicatorEntry entry) => entry.Name.ToLowerInvariant();

    private static string Names(IndicatorEntry entry) => string.Join(' ', entry.Columns.Select(column => $"`{column.Name}`"));

    private static string FirstBars(IndicatorEntry entry) =>
        string.Join(", ", entry.Columns.Select(column => column.FirstBar) is var bars && bars.Distinct().Count() == 1 ? bars.Take(1) : bars);

    private static string Count(IndicatorEntry entry) => entry.References.Count is > 0 and var count ? count.ToString(CultureInfo.InvariantCulture) : "own computation";

    private static string Largest(IndicatorEntry entry, bool exact) => entry.References.Where(comparison => comparison.IsExact == exact).ToArray() is { Length: > 0 } some
        ? Deviation(some.Max(comparison => comparison.Deviation)) : "";

    private static string Deviation(double value) => value == 0 ? "0" : value.ToString("0.#e-0", CultureInfo.InvariantCulture);

    private static string Units(ColumnUnits? units) => units is { } u
        ? $"{Factor(u.Price)} | {u.Shift switch { 0 => "same", 1 => "+ c", _ => "changes" }} | {Factor(u.Volume)}" : "| |";

    private static string Factor(int power) => power >= 0 ? $"×{1 << power}" : $"÷{1 << -power}";

    /// <summary>Text that Markdown shows as it stands, code spans aside.</summary>
    private static string Escaped(string text) => string.Join('`', text.Split('`').Select((part, i) => i % 2 == 1 ? part
        : part.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)));
}
