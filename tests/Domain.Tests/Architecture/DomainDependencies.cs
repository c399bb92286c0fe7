using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GoldenSignals.Domain.Consensus;

namespace GoldenSignals.Domain.Tests.Architecture;

/// <summary>Domain decides, and does nothing else: no input or output, no clock, no randomness, no runtime.</summary>
public class DomainDependencies
{
    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Assembly s_domain = typeof(Decision).Assembly;

    // What the serializer's code generator adds is not the project's.
    private static IEnumerable<Type> OwnTypes => s_domain.GetTypes().Where(type => type.FullName!.StartsWith("GoldenSignals.", StringComparison.Ordinal));

    [Fact]
    public void References_only_the_platform_and_the_serialization_attributes() =>
        Assert.All(s_domain.GetReferencedAssemblies(), reference => Assert.Matches(@"^(System(\..+)?|netstandard|(Microsoft\.)?Orleans\..+)$", reference.Name));

    [Fact]
    public void No_type_of_Orleans_is_used_but_as_an_attribute()
    {
        foreach (Type type in OwnTypes)
            foreach (Type used in TypesUsedBy(type).SelectMany(WithArguments).Distinct())
                Assert.False(IsOrleans(used), $"{type} uses {used}");
    }

    [Fact]
    public void The_attributes_of_Orleans_in_use_are_those_of_serialization()
    {
        IEnumerable<string> attributes =
            from type in OwnTypes
            from member in type.GetMembers(Everything).Append(type)
            from attribute in member.GetCustomAttributesData()
            where IsOrleans(attribute.AttributeType)
            select attribute.AttributeType.Name;
        Assert.Subset(new HashSet<string> { "GenerateSerializerAttribute", "ImmutableAttribute", "AliasAttribute", "IdAttribute" }, attributes.ToHashSet());
    }

    public static TheoryData<string> SourceFiles =>
        [.. Directory.EnumerateFiles(Source(), "*.cs", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Source(), file))
            .Where(file => !Regex.IsMatch(file, @"^(obj|bin)[\\/]")).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(SourceFiles))]
    public void Reads_no_clock_no_file_no_environment_and_no_chance(string file)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Source(), file));
        for (int i = 0; i < lines.Length; i++)
        {
            Match found = Impure().Match(WithoutComment(lines[i]));
            Assert.False(found.Success, $"Domain/{file}:{i + 1} uses {found.Value}");
        }
    }

    [Theory]
    [InlineData("var now = DateTime.UtcNow;", true)]
    [InlineData("DateTimeOffset.Now", true)]
    [InlineData("new Random(1)", true)]
    [InlineData("Random.Shared", true)]
    [InlineData("Guid.NewGuid()", true)]
    [InlineData("System.IO.File.ReadAllText(path)", true)]
    [InlineData("await Task.Run(() => 1);", true)]
    [InlineData("Thread.Sleep(1)", true)]
    [InlineData("Environment.TickCount", true)]
    [InlineData("lock (_gate)", true)]
    [InlineData("int x = 1; // not Random at all", false)]
    [InlineData("/// <summary>Is thread-safe; no Thread sees it half-done.</summary>", false)]
    [InlineData("DateTime barTimeUtc = bar.OpenTimeUtc;", false)]
    [InlineData("Interlocked.Increment(ref _faults[agent]);", false)]
    public void The_scan_knows_impure_code_from_comments_and_the_rest(string line, bool impure) =>
        Assert.Equal(impure, Impure().IsMatch(WithoutComment(line)));

    private static Regex Impure() => new(
        @"\b(DateTime(Offset)?\.(Utc)?(Now|Today)|TimeProvider|Random|RandomNumberGenerator|Guid\.(NewGuid|CreateVersion7)|File|Directory|FileStream|StreamReader|"
        + @"HttpClient|Socket|Console|Process|Environment|Stopwatch|Thread|ThreadLocal|Timer|Task\.(Run|Delay|Factory)|Parallel|lock|Monitor|GetHashCode\(\))\b(?!-)");

    private static string WithoutComment(string line) => Regex.Replace(line, @"^\s*///.*|//.*", "");

    private static string Source([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "Domain"));

    private static bool IsOrleans(Type type) => type.Namespace?.StartsWith("Orleans", StringComparison.Ordinal) == true;

    private static IEnumerable<Type> TypesUsedBy(Type type)
    {
        if (type.BaseType is { } parent)
            yield return parent;
        foreach (Type contract in type.GetInterfaces())
            yield return contract;
        foreach (FieldInfo field in type.GetFields(Everything))
            yield return field.FieldType;
        foreach (MethodBase method in type.GetMethods(Everything).Cast<MethodBase>().Concat(type.GetConstructors(Everything)))
        {
            if (method is MethodInfo function)
                yield return function.ReturnType;
            foreach (ParameterInfo parameter in method.GetParameters())
                yield return parameter.ParameterType;
            foreach (LocalVariableInfo local in method.GetMethodBody()?.LocalVariables ?? [])
                yield return local.LocalType;
        }
    }

    private static IEnumerable<Type> WithArguments(Type type) =>
        (type.HasElementType ? WithArguments(type.GetElementType()!) : type.GenericTypeArguments.SelectMany(WithArguments)).Append(type);
}
