using System.Globalization;
using System.Text.Json;
using CsCheck;
using Google.Protobuf.WellKnownTypes;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Mapping.Language.Explain;

namespace SqsIngestor.Mapping.Tests.Records;

/// <summary>For any table, mapping and message: no value disappears without a trace, and none is rescued twice.</summary>
public class NothingSilentTests
{
    private static readonly Gen<int> Seeds = Gen.Int[0, int.MaxValue - 1];

    [Fact]
    public void Encode_WithAllRescued_HasEveryValueInARowOrFails()
    {
        var successes = 0;
        Seeds.Sample(seed =>
        {
            var (random, rows) = Run(seed, "all");
            if (rows is null) return;
            Interlocked.Increment(ref successes);
            var text = string.Join('\n', rows);
            var lost = random.Tokens.Where(t => !text.Contains(t, StringComparison.Ordinal)).ToList();
            Assert.True(
                lost.Count == 0, $"{string.Join(", ", lost)} of\n{random.Body}\nis lost by\n{random.Mapping}\nwith\n{text}");
        }, iter: HostileCases.Count);
        Assert.True(successes > HostileCases.Count / 10);
    }

    [Theory]
    [InlineData("body")]
    [InlineData("all")]
    public void Encode_Rescued_HasEachValueOnceUnderItsPlace(string scope) => Seeds.Sample(seed =>
    {
        var (random, rows) = Run(seed, scope);
        foreach (var row in rows ?? [])
        {
            using var document = JsonDocument.Parse(row);
            if (!document.RootElement.TryGetProperty("rest", out var rest)) continue;
            var text = rest.GetRawText();
            foreach (var token in random.Tokens)
            {
                var first = text.IndexOf(token, StringComparison.Ordinal);
                Assert.True(
                    first < 0 || text.IndexOf(token, first + 1, StringComparison.Ordinal) < 0,
                    $"{token} of\n{random.Body}\nis twice with\n{random.Mapping}\nin\n{row}");
            }
            var names = rest.EnumerateObject().Select(m => m.Name).ToList();
            Assert.Distinct(names);
            using var body = JsonDocument.Parse(random.Body);
            foreach (var (name, value) in rest.EnumerateObject().Where(m => m.Name[0] == '/').Select(m => (m.Name, m.Value)))
            {
                Assert.True(
                    At(body.RootElement, name).Any(at => IsPartOf(value, at, exact: scope == "body")),
                    $"{name} of\n{random.Body}\nhas another value with\n{random.Mapping}\nin\n{row}");
            }
        }
    }, iter: HostileCases.Count / 2);

    private static (RandomCase Random, List<string>? Rows) Run(int seed, string scope)
    {
        var random = new RandomCase(seed, scope);
        var compilation = TestPlans.Compile(random.Mapping, random.Descriptors);
        Assert.True(compilation.Plan is not null, random.Mapping + DiagnosticWriter.Write(compilation.Diagnostics));
        return (random, Rows(compilation.Plan, random));
    }

    private static List<string>? Rows(MappingPlan plan, RandomCase random)
    {
        var (rows, error) = TestEncoding.Body(plan, random.Body);
        if (error is not null) return null;
        var inspector = new RecordInspector(plan, plan.Targets[0]);
        return [.. rows.Select(row =>
        {
            _ = Empty.Parser.ParseFrom(row);
            return inspector.ToJson(row);
        })];
    }

    /// <summary>The values of a pointer: several if an object has several members with one name.</summary>
    private static IEnumerable<JsonElement> At(JsonElement body, string pointer)
    {
        Assert.StartsWith("/body", pointer, StringComparison.Ordinal);
        IEnumerable<JsonElement> found = [body];
        foreach (var token in pointer.Split('/').Skip(2))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            found = found.SelectMany(at => at.ValueKind == JsonValueKind.Array ? Elements(at, name) : Members(at, name));
        }
        return found;
    }

    private static IEnumerable<JsonElement> Elements(JsonElement value, string index) =>
        value.EnumerateArray().Where((_, i) => i.ToString(CultureInfo.InvariantCulture) == index);

    private static IEnumerable<JsonElement> Members(JsonElement value, string name) =>
        value.ValueKind != JsonValueKind.Object ? [] : value.EnumerateObject().Where(m => m.Name == name).Select(m => m.Value);

    private static bool IsPartOf(JsonElement part, JsonElement whole, bool exact) =>
        exact || part.ValueKind != JsonValueKind.Object || whole.ValueKind != JsonValueKind.Object
            ? part.GetRawText() == whole.GetRawText()
            : part.EnumerateObject().All(m => Members(whole, m.Name).Any(of => IsPartOf(m.Value, of, exact)));
}
