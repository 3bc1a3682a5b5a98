using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Events;
using SqsIngestor.Mapping.Tests.Protos;

namespace SqsIngestor.Mapping.Tests.Records;

/// <summary>Every record error comes about, is in the reference, and does not repeat what the message holds.</summary>
public sealed class RecordErrorTests
{
    [Fact]
    public void Encode_CaseOfEveryCode_FailsWithItAndTellsNoContent()
    {
        var seen = new HashSet<string>();
        foreach (var (code, plan, payload, messageBytes) in RecordErrorCases.All())
        {
            var error = Assert.Single(TestEncoding.Event(plan, payload, messageBytes)).Error;

            Assert.Equal(code, error?.Code.ToText());
            AssertSilent(error!.ToString());
            AssertSilent($"{error.Table} {error.Column} {error.Pointer}");
            seen.Add(code);
        }

        Assert.Equal(RecordErrorCodes.All.Select(c => c.Text).Order(), seen.Order());
    }

    /// <summary>Values of every kind in every column, so that each error comes from wherever it can.</summary>
    [Fact]
    public void Encode_ContentOfAnyKindInAnyColumn_IsNeverTold()
    {
        string[] values =
        [
            "\"mArKeR\"", "\"mArKeR\\ud800\"", "87654321", "87654321000000000000", "87654321.5", "1e87654321", "true",
                """{"mArKeR":"mArKeR"}""", """{"mArKeR":null}""", """{"mArKeR":{"mArKeR":87654321}}""",
            """{"name":{"mArKeR":1}}""", """{"child":{"child":{"labels":{"mArKeR":["mArKeR"]}}}}""",
                """{"text":"mArKeR","data":"mArKeR"}""", """[null,"mArKeR"]""", """["mArKeR",{"mArKeR":87654321}]""",
                """[{"labels":{"mArKeR":{}}}]""",
            """{"87654321":null}""", """{"1":{"mArKeR":1}}""", """{"true":"mArKeR"}""",
        ];
        foreach (var column in EveryType.Descriptor.Fields.InDeclarationOrder().Select(f => f.Name))
        {
            var plan = OneColumn.Plan(column, "$.body.v");
            foreach (var value in values)
            {
                if (Assert.Single(TestEncoding.Event(plan, RecordErrorCases.Event($$"""{"v":{{value}}}"""))).Error is { } error)
                {
                    AssertSilent(error.ToString());
                }
            }
        }
    }

    [Fact]
    public void Read_EventCutOffOrDamagedAnywhere_TellsNoContent()
    {
        var plan = OneColumn.Plan("string_value", "$.body.v");
        var whole = RecordErrorCases.Event("""{"v":"mArKeR"}""");
        for (var at = 0; at < whole.Length; at++)
        {
            byte[] damaged = [.. whole];
            damaged[at] = (byte)'}';
            foreach (var payload in new[] { whole[..at], damaged })
            {
                try
                {
                    AssertSilent(string.Join(';', TestEncoding.Event(plan, payload).Select(m => m.Error?.ToString())));
                }
                catch (SqsEventException e)
                {
                    AssertSilent(e.ToString());
                }
            }
        }
    }

    private static void AssertSilent(string text)
    {
        Assert.DoesNotContain(RecordErrorCases.Word, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(RecordErrorCases.Digits, text, StringComparison.Ordinal);
    }
}
