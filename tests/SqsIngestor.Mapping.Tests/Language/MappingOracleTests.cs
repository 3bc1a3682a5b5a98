using System.Text.Json;
using CsCheck;
using Google.Protobuf;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Tests.Language.Oracle;

namespace SqsIngestor.Mapping.Tests.Language;

/// <summary>
/// For any table, mapping and message: the rows, the rescued columns and the errors are what the reference says.
/// </summary>
public class MappingOracleTests
{
    private static readonly Gen<int> Seeds = Gen.Int[0, int.MaxValue - 1];

    [Fact]
    public void Encode_AnyMapping_GivesWhatTheReferenceSays()
    {
        var (compiled, successes) = (0, 0);
        Seeds.Sample(seed =>
        {
            var (isCompiled, isSuccess, difference) = Compare(seed);
            if (isCompiled) Interlocked.Increment(ref compiled);
            if (isSuccess) Interlocked.Increment(ref successes);
            Assert.True(difference.Length == 0, difference);
        }, iter: HostileCases.Count);
        Assert.True(compiled > HostileCases.Count / 2, $"only {compiled} mappings compile");
        Assert.True(successes > HostileCases.Count / 10, $"only {successes} messages have rows");
    }

    private static (bool IsCompiled, bool IsSuccess, string Difference) Compare(int seed)
    {
        var random = new RandomMapping(seed);
        var yaml = random.Mapping.ToString();
        var compilation = TestPlans.Compile(yaml, random.Descriptors, types: random.Types);
        if (compilation.Plan is not { } plan)
        {
            Assert.NotEmpty(compilation.Diagnostics);
            return (false, false, "");
        }
        var expected = MappingReading.Read(random.Mapping, DocumentValue.Parse(random.Body, "/body"));
        var (rows, error) = TestEncoding.Body(plan, random.Body);
        var actual = error is null
            ? string.Join('\n', rows.Select(row => Line(row, random)))
            : MappingReading.Error(error.Code.ToText(), error.Column);
        var difference = expected == actual ? ""
            : $"The reference says\n{expected}\nbut the function gives\n{actual}\n"
                + $"for the seed {seed}, the body\n{random.Body}\nand\n{yaml}of\n"
                + string.Concat(random.Mapping.Fields.Select(f => f.Outline()));
        return (true, error is null, difference);
    }

    private static string Line(byte[] row, RandomMapping random)
    {
        var input = new CodedInputStream(row);
        using var others = new MemoryStream();
        var output = new CodedOutputStream(others);
        var rest = "{}";
        while (input.ReadTag() is var tag and not 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == RandomMapping.RestNumber)
            {
                rest = input.ReadString();
                continue;
            }
            output.WriteTag(tag);
            switch (WireFormat.GetTagWireType(tag))
            {
                case WireFormat.WireType.Varint:
                    output.WriteUInt64(input.ReadUInt64());
                    break;
                case WireFormat.WireType.Fixed64:
                    output.WriteFixed64(input.ReadFixed64());
                    break;
                default:
                    output.WriteBytes(input.ReadBytes());
                    break;
            }
        }
        output.Flush();
        return MappingReading.Line(WireRow.Read(others.ToArray(), random.Mapping.Fields), Leaves(rest, random));
    }

    /// <summary>The values of a rescued column with their places. None is there twice.</summary>
    private static SortedSet<string> Leaves(string rest, RandomMapping random)
    {
        using var document = JsonDocument.Parse(rest);
        var leaves = document.RootElement.EnumerateObject()
            .SelectMany(m => DocumentValue.Parse(m.Value.GetRawText(), m.Name[0] == '/' ? m.Name : $"/{m.Name}").Leaves)
            .Select(random.Mapping.InLine)
            .ToList();
        // A text or number occurs once in the body; a bool can occur twice under a name that is there twice.
        if (random.Mapping.Explode is null) Assert.Distinct(leaves.Where(l => !l.EndsWith('e')));
        return new(leaves, StringComparer.Ordinal);
    }
}
