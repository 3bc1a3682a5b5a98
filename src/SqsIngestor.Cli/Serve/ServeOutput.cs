using System.Globalization;
using Spectre.Console;
using SqsIngestor.Cli.Serve.Control;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Cli.Terminal;

namespace SqsIngestor.Cli.Serve;

/// <summary>What the server prints: where it is, how to use it, and a line for each invocation.</summary>
internal sealed class ServeOutput(IAnsiConsole console)
{
    private readonly Lock _lock = new();

    public void Started(ServerInfo server, ServeOptions options)
    {
        lock (_lock)
        {
            Line("workspace", $"{server.WorkspaceUrl.GetLeftPart(UriPartial.Authority)} (tokens, Unity Catalog)");
            Line("Zerobus", server.ZerobusEndpoint.GetLeftPart(UriPartial.Authority) + (server.CaFile is { } ca ? $" (TLS; authority {ca})" : " (clear text; --tls for TLS)"));
            Line("tables", $"{string.Join(", ", server.Tables)}; rows {(!server.StoresRows ? "are checked and not kept" : server.Database is { } file ? $"in {file}" : "in memory")}");
            if (server.Queue is { } queue)
            {
                Line("queue", string.Create(CultureInfo.InvariantCulture, $"{queue.Arn}; hidden {queue.VisibilityTimeoutSeconds:0.###} s after a failure, dead after {queue.MaxReceiveCount} receives"));
                Line("function", $"{options.Function!.Mapping.Name}, up to {options.EventSource.BatchSize} messages an invocation");
            }

            Line("ready file", (options.ReadyFile ?? ReadyFile.Default).FullName);
            WriteUse(server, options);
        }
    }

    public void Delivered(InvocationNews news)
    {
        lock (_lock)
        {
            var summary = string.Create(CultureInfo.InvariantCulture, $"invocation {news.Number}: {news.Messages} messages, {news.Messages - news.Returned} done, {news.Returned} come back, {news.Milliseconds:0} ms");
            console.WriteUnwrapped(news.Returned > 0 ? $"{summary}; {PlainText.Of(news.Reason!)}" : summary, news.Returned > 0 ? Styles.Doubtful : Style.Plain);
            Problems(news.Problems);
        }
    }

    /// <summary>What the function has warned of.</summary>
    public void Problems(IReadOnlyList<string> problems)
    {
        lock (_lock)
        {
            foreach (var problem in problems) console.WriteUnwrapped("  " + PlainText.Of(problem), Styles.Doubtful);
        }
    }

    public void Ending()
    {
        lock (_lock) console.WriteUnwrapped("Ending.", Styles.Dim);
    }

    private void WriteUse(ServerInfo server, ServeOptions options)
    {
        console.WriteLine();
        console.WriteUnwrapped("Any Zerobus client:", Styles.Bold);
        foreach (var (name, value) in server.Environment)
        {
            // Standard output may be a log that lives longer than the terminal.
            var hidden = name == ClientEnvironment.Secret && Console.IsOutputRedirected;
            console.WriteUnwrapped(hidden ? $"  export {name}=… (in the ready file)" : $"  export {name}={value}", Style.Plain);
        }

        var own = options.ReadyFile is { } file ? $" --server {file}" : "";
        console.WriteLine();
        console.WriteUnwrapped("From another terminal:", Styles.Bold);
        if (server.Queue is not null) console.WriteUnwrapped($"  sqs-ingestor invoke --example basic{own}", Style.Plain);
        if (server.StoresRows) console.WriteUnwrapped($"  sqs-ingestor query \"SELECT * FROM {server.Tables[0]}\"{own}", Style.Plain);
        if (server.Queue is not null) console.WriteUnwrapped($"  sqs-ingestor queue{own}", Style.Plain);
        console.WriteLine();
        console.WriteUnwrapped("Ready. Ctrl-C ends it.", Styles.Good);
    }

    private void Line(string what, string details)
    {
        console.Write(new Text($"{what,-11}", Styles.Bold));
        console.WriteUnwrapped(details, Style.Plain);
    }
}
