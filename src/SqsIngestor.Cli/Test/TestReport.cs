using Spectre.Console;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Test;

/// <summary>Prints results for people: a line for each test, and the differences below a test that failed.</summary>
internal static class TestReport
{
    public static void Write(IAnsiConsole console, IReadOnlyList<TestOutcome> outcomes)
    {
        // Who asks for little wants the failures and the warnings.
        var shown = outcomes.Where(
            outcome => !Verbosity.IsQuiet || !outcome.Result.Passed || outcome.Result.Warnings.Count > 0);
        foreach (var (file, result, _) in shown)
        {
            console.WriteUnwrapped(
                PlainText.Of($"{(result.Passed ? "ok  " : "FAIL")}  {file}:{result.Test.Line}: {result.Test.Name}"),
                result.Passed ? Style.Plain : Styles.Bad);
            foreach (var warning in result.Warnings)
            {
                console.WriteUnwrapped(PlainText.Of($"      warning: {warning}"), Styles.Warning);
            }
            foreach (var difference in result.Differences)
            {
                console.WriteUnwrapped(PlainText.Of($"      {difference.Place}"), Style.Plain);
                console.WriteUnwrapped(PlainText.Of($"        - {difference.Expected}"), Styles.Bad);
                console.WriteUnwrapped(PlainText.Of($"        + {difference.Actual}"), Styles.Good);
            }
        }
        if (Verbosity.IsQuiet) return;
        var failed = outcomes.Count(o => !o.Result.Passed);
        console.WriteUnwrapped($"{outcomes.Count - failed} passed, {failed} failed", failed > 0 ? Styles.Bad : Styles.Good);
    }
}
