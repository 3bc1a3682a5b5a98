using SqsIngestor.Cli.Reference;
using SqsIngestor.Mapping.Language.Options;

namespace SqsIngestor.Cli.Tests.Reference;

/// <summary>
/// The page of outcomes, held against the rules of the mapping language: each form is run with each word of each policy.
/// </summary>
public class OutcomesTests
{
    [Theory]
    [MemberData(nameof(Policies))]
    public void Run_AFormWithAPolicy_DoesWhatItsWordSays(int form, string policy, string word)
    {
        var (column, option) = (OutcomeForm.All[form], $"{policy}: {word}");
        var json = policy switch { "on_missing" => null, "on_null" => "null", _ => column.Misfit };

        var outcome = column.Run(option, json);

        // An expression has a value of its own when the member is missing, and its inputs are never rescued by a policy.
        var isComputed = column.Word == "expr";
        if (policy == "on_missing" && isComputed)
        {
            Assert.Equal("NULL", outcome);
            return;
        }
        var rest = $"{{\"/body/v\":{json}}}";
        switch (word)
        {
            case "fail" when policy == "on_error":
                Assert.Contains(outcome, (string[])["`wrong_type`", "`number_syntax`"]);
                break;
            case "fail":
                Assert.Equal($"`{policy[3..]}`", outcome);
                break;
            case "skip_row":
                Assert.Equal("no row", outcome);
                break;
            case "rescue" when json is not null && !isComputed:
                Assert.Equal($"NULL, `r` has `{rest}`", outcome);
                break;
            default:
                Assert.StartsWith("NULL", outcome, StringComparison.Ordinal);
                Assert.DoesNotContain("/body/v", outcome, StringComparison.Ordinal);
                break;
        }
    }

    [Fact]
    public void Run_ScopeAll_KeepsWhatToNullRejects()
    {
        foreach (var form in OutcomeForm.All.Where(form => form.Takes(ColumnOptionCatalog.OnError)))
        {
            Assert.Equal(
                $"NULL, `r` has `{{\"body\":{{\"v\":{form.Misfit}}}}}`", form.Run("on_error: to_null", form.Misfit, "all"));
        }
    }

    [Fact]
    public void Run_ADefault_StandsForNothingAndNull()
    {
        foreach (var form in OutcomeForm.All.Where(form => form.Takes(ColumnOptionCatalog.Default)))
        {
            var value = form.Kind == OutcomeField.Text ? "`\"none\"`" : "`0`";
            foreach (var json in new[] { null, "null" })
                Assert.StartsWith(value, form.Run("default: " + form.Default, json), StringComparison.Ordinal);
            Assert.Contains(form.Run("default: " + form.Default, form.Misfit), (string[])["`wrong_type`", "`number_syntax`"]);
        }
    }

    public static TheoryData<int, string, string> Policies()
    {
        var data = new TheoryData<int, string, string>();
        ColumnOption[] options = [ColumnOptionCatalog.OnMissing, ColumnOptionCatalog.OnNull, ColumnOptionCatalog.OnError];
        for (var form = 0; form < OutcomeForm.All.Count; form++)
        {
            foreach (var option in options.Where(OutcomeForm.All[form].Takes))
            {
                foreach (var word in option.Words) data.Add(form, option.Word, word);
            }
        }
        return data;
    }
}
