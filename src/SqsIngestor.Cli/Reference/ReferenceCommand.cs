using System.CommandLine;

namespace SqsIngestor.Cli.Reference;

/// <summary><c>sqs-ingestor reference</c>: pages of the documentation that are made from the program.</summary>
internal static class ReferenceCommand
{
    public static Command Create()
    {
        var diagnostics = new Command("diagnostics", "Print the reference of all diagnostic codes: docs/reference/diagnostics.md.");
        diagnostics.SetAction(_ => Console.Out.Write(DiagnosticReference.Write()));
        return new Command("reference", "Print pages of the documentation that are made from the program.") { diagnostics };
    }
}
