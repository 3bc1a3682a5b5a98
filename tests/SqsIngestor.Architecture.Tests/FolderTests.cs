using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace SqsIngestor.Architecture.Tests;

/// <summary>
/// Which folder may use which. A namespace is a folder, so the compiled assemblies tell. Files at the root of a project or of
/// a folder put the parts below them together and are left out.
/// </summary>
public sealed class FolderTests
{
    private const string Root = "SqsIngestor.";
    private const string Language = "SqsIngestor.Mapping.Language";

    /// <summary>The assembly of each project of src that is in the solution.</summary>
    public static TheoryData<string> Projects { get; } =
        [.. Solution.Projects.Where(static p => p.StartsWith("src/", StringComparison.Ordinal)).Select(Solution.AssemblyOf)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfOneProject_HaveNoCycle(string project)
    {
        var uses = Dependencies(project).SelectMany(static d => Siblings(d.From, d.To, d.Why)).ToLookup(static s => s.Parent);

        var cycles = uses.Select(static siblings => Cycle(siblings.ToList())).OfType<string>();
        Assert.True(!cycles.Any(), string.Join('\n', cycles));
    }

    [Fact]
    public void Mapping_OutsideLanguage_DoesNotUseIt() =>
        Assert.Empty(
            Dependencies("SqsIngestor.Mapping")
                .Where(static d => !IsIn(d.From, Language) && IsIn(d.To, Language)).Select(static d => d.Why));

    [Theory]
    [InlineData(new[] { "a>b", "b>c" }, null)]
    [InlineData(new[] { "a>b", "b>a" }, "a > b > a")]
    [InlineData(new[] { "a>b", "b>c", "c>a", "a>d" }, "a > b > c > a")]
    public void Cycle_OfUses_IsFound(string[] uses, string? expected)
    {
        var cycle = Cycle(uses.Select(static u => new Use("", u[..1], u[2..], u)).ToList());

        Assert.Equal(expected, cycle?.Split('\n')[0]);
    }

    /// <summary>Every use of a type of the project by another one, by namespace.</summary>
    private static List<(string From, string To, string Why)> Dependencies(string project)
    {
        var assembly = Assembly.Load(project);
        var architecture = new ArchLoader().LoadAssemblies(assembly).Build();
        var own = architecture.Types.Where(t => t.Assembly.Name == assembly.FullName || t.Assembly.Name == project).ToList();
        Assert.NotEmpty(own);
        return
        [
            .. from type in own
               from target in type.GetTypeDependencies(architecture).Distinct()
               let source = type.Namespace.FullName
               let used = target.Namespace.FullName
               where source != used && source.StartsWith(Root, StringComparison.Ordinal) && own.Contains(target)
               select (source, used, $"{type.FullName} uses {target.FullName}"),
        ];
    }

    /// <summary>The two folders below the last one that both have in common; none where one of them holds the other.</summary>
    private static IEnumerable<Use> Siblings(string from, string to, string why)
    {
        var (a, b) = (from.Split('.'), to.Split('.'));
        var common = a.Zip(b).TakeWhile(static p => p.First == p.Second).Count();
        if (common < a.Length && common < b.Length) yield return new(string.Join('.', a[..common]), a[common], b[common], why);
    }

    private static bool IsIn(string name, string folder) =>
        name == folder || name.StartsWith(folder + ".", StringComparison.Ordinal);

    /// <summary>A way from a folder back to itself with a use for each step, or null.</summary>
    private static string? Cycle(List<Use> uses)
    {
        var next = uses.ToLookup(static u => u.From);
        var done = new HashSet<string>();
        var way = new List<Use>();
        foreach (var folder in next.Select(static n => n.Key).Order(StringComparer.Ordinal))
        {
            if (Walk(folder) is { } cycle) return cycle;
        }
        return null;

        string? Walk(string folder)
        {
            if (way.FindIndex(u => u.From == folder) is >= 0 and var start)
            {
                var steps = way[start..];
                return $"{string.Join(" > ", steps.Select(static s => s.From))} > {folder}\n"
                    + $"{string.Join('\n', steps.Select(static s => s.Why))}";
            }
            if (!done.Add(folder)) return null;
            foreach (var use in next[folder].DistinctBy(static u => u.To))
            {
                way.Add(use);
                if (Walk(use.To) is { } cycle) return cycle;
                way.RemoveAt(way.Count - 1);
            }
            return null;
        }
    }

    private sealed record Use(string Parent, string From, string To, string Why);
}
