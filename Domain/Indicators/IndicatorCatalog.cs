using System.Collections.Frozen;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Every shipped indicator, found by its <see cref="ShipsAttribute"/>, every other source of columns, and the columns they yield.</summary>
public static class IndicatorCatalog
{
    /// <summary>The indicators of bars, in a fixed order: by class name, then in the order of the attributes.</summary>
    public static IReadOnlyList<Indicator> All { get; } = Shipped<Indicator>();

    private static readonly Column[] s_bars =
    [
        .. All.SelectMany(indicator => indicator.Columns.Select((name, column) => (Name: name, WarmUp: indicator.WarmUpOf(column))))
            .Select((column, index) => new Column(column.Name, index, column.WarmUp)),
    ];

    /// <summary>The indicators of indicators, in the same order.</summary>
    public static IReadOnlyList<DerivedIndicator> Derived { get; } =
        Shipped<DerivedIndicator>((Func<string, Column>)(name => s_bars.First(column => column.Name == name)));

    private static readonly Column[] s_derived =
    [
        .. Derived.SelectMany(indicator => indicator.Columns.Select((name, column) => (Name: name, WarmUp: indicator.WarmUpOf(column))))
            .Select((column, index) => new Column(column.Name, s_bars.Length + index, column.WarmUp)),
    ];

    /// <summary>Where in a row the columns begin that do not come from bars.</summary>
    public static int FirstSideColumn { get; } = s_bars.Length + s_derived.Length;

    /// <summary>The columns of other inputs, in order of the class name.</summary>
    public static IReadOnlyList<SideColumns> Side { get; } =
        [.. TypesOf<SideColumns>().Select(type => (SideColumns)Activator.CreateInstance(type)!)];

    /// <summary>The columns that tell of the market as a whole: the last of a row.</summary>
    public static UniverseColumns Universe { get; } = new();

    /// <summary>All columns of a row: of bars, derived, of other inputs, of the universe.</summary>
    public static IReadOnlyList<Column> Columns { get; } =
    [
        .. s_bars,
        .. s_derived,
        .. Side.Append<ColumnSource>(Universe).SelectMany(source => source.Columns).Select((name, index) => new Column(name, FirstSideColumn + index, 1)),
    ];

    private static readonly FrozenDictionary<string, Column> s_byName = Columns.ToFrozenDictionary(column => column.Name);

    public static Column? Find(string name) => s_byName.TryGetValue(name, out Column column) ? column : null;

    private static T[] Shipped<T>(params object[] first) =>
    [
        .. from type in TypesOf<T>()
           from ships in type.GetCustomAttributes(typeof(ShipsAttribute), false).Cast<ShipsAttribute>()
           select (T)Activator.CreateInstance(type, [.. first, .. ships.Arguments])!,
    ];

    private static IEnumerable<Type> TypesOf<T>() =>
        typeof(IndicatorCatalog).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract).OrderBy(type => type.Name, StringComparer.Ordinal);
}
