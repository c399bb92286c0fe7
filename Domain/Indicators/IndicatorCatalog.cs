using System.Collections.Frozen;

namespace GoldenSignals.Domain.Indicators;

/// <summary>Every shipped indicator, found by its <see cref="ShipsAttribute"/>, and the columns they yield.</summary>
public static class IndicatorCatalog
{
    /// <summary>In a fixed order: by class name, then in the order of the attributes.</summary>
    public static IReadOnlyList<Indicator> All { get; } = Discover();

    /// <summary>All columns, in the order of <see cref="All"/>.</summary>
    public static IReadOnlyList<Column> Columns { get; } =
    [
        .. All.SelectMany(indicator => indicator.Columns.Select((name, column) => (Name: name, WarmUp: indicator.WarmUpOf(column))))
            .Select((column, index) => new Column(column.Name, index, column.WarmUp)),
    ];

    private static readonly FrozenDictionary<string, Column> s_byName = Columns.ToFrozenDictionary(column => column.Name);

    public static Column? Find(string name) => s_byName.TryGetValue(name, out Column column) ? column : null;

    private static Indicator[] Discover() =>
    [
        .. from type in typeof(IndicatorCatalog).Assembly.GetTypes()
           where type.IsSubclassOf(typeof(Indicator)) && !type.IsAbstract
           orderby type.Name
           from ships in type.GetCustomAttributes(typeof(ShipsAttribute), false).Cast<ShipsAttribute>()
           select (Indicator)Activator.CreateInstance(type, ships.Arguments)!,
    ];
}
