using System.CommandLine;
using System.CommandLine.Invocation;
using SqsIngestor.Shared;

namespace SqsIngestor.Cli.Commands;

/// <summary>Prints the version and the commit of the program.</summary>
internal sealed class VersionText : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(ProductVersion.WithCommit);
        return 0;
    }
}
