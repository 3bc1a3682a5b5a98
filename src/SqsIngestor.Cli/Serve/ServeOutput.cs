using System.Globalization;
using Spectre.Console;
using SqsIngestor.Catalog;
using SqsIngestor.Cli.Local;
using SqsIngestor.Cli.Serve.Control;
using SqsIngestor.Cli.Serve.Discovery;
using SqsIngestor.Cli.Terminal;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Oidc;
using SqsIngestor.Emulator.Sts;

namespace SqsIngestor.Cli.Serve;

/// <summary>
/// Prints each part of the server as it starts, how to use them, and a line for each invocation. Thread-safe.
/// </summary>
internal sealed class ServeOutput(IAnsiConsole console)
{
    private readonly Lock _lock = new();

    /// <summary>The local Databricks runs.</summary>
    public void Started(LocalDatabricks databricks, FileInfo? authority)
    {
        lock (_lock)
        {
            Line("workspace", $"{databricks.WorkspaceUrl.GetLeftPart(UriPartial.Authority)} (tokens, Unity Catalog)");
            var transport = authority is { } ca ? $"TLS; development CA in {ca.FullName}" : "clear text; use --tls for TLS";
            Line("Zerobus", $"{databricks.ZerobusEndpoint.GetLeftPart(UriPartial.Authority)} ({transport})");
        }
    }

    /// <summary>The server could not have its usual ports.</summary>
    public void HasOtherPorts(IReadOnlyList<int> taken)
    {
        if (taken.Count == 0) return;
        var which = string.Join(" and ", taken.Select(port => port.ToString(CultureInfo.InvariantCulture)));
        var rest = taken.Count == 1 ? "is in use, so this server has another port" : "are in use, so this server has other ports";
        lock (_lock) Line("ports", $"{which} {rest}");
    }

    /// <summary>The function has no secret: AWS STS runs, and the workspace trusts it.</summary>
    public void Started(LocalSecurityTokenService sts, IEnumerable<FederationPolicy> policies)
    {
        lock (_lock)
        {
            Line("AWS STS", $"{sts.Issuer} (identity tokens of {sts.RoleArn})");
            foreach (var policy in policies)
                Line("federation", $"issuer {policy.Issuer}, subject {policy.Subject}, audience {policy.Audience}");
        }
    }

    /// <summary>The tables are there.</summary>
    public void Created(IEnumerable<TableName> tables, ServeOptions options)
    {
        var rows = !options.StoreRows
            ? "records are checked, rows are not kept"
            : options.Database is { } file
            ? $"rows in {file.FullName}"
            : "rows in memory";
        lock (_lock) Line("tables", $"{string.Join(", ", tables)}; {rows}");
    }

    /// <summary>The function runs, and takes messages of the queue.</summary>
    public void Started(int? function, FunctionArguments files, ServeOptions options)
    {
        var (queue, source) = (options.Queue, options.EventSource);
        lock (_lock)
        {
            Line(
                "function",
                string.Create(CultureInfo.InvariantCulture, $"process {function}, {files.Mapping.Name}, ")
                    + $"at most {Quantity.Count(source.BatchSize, "message")} per invocation");
            Line("queue", string.Create(CultureInfo.InvariantCulture,
                $"{queue.Arn}; a failed message is hidden for {queue.VisibilityTimeout.TotalSeconds:0.###} s, "
                    + $"dead letter after {Quantity.Count(queue.MaxReceiveCount, "receive")}"));
        }
    }

    /// <summary>Clients can use everything: prints how.</summary>
    public void Ready(ServerInfo server, ServeOptions options)
    {
        lock (_lock)
        {
            Line("ready file", (options.ReadyFile ?? ReadyFile.Default).FullName);
            WriteUse(server, options);
        }
    }

    /// <summary>Prints a line about an invocation, and the problems that the function logged.</summary>
    public void Delivered(InvocationEvent invocation)
    {
        lock (_lock)
        {
            if (Verbosity.IsQuiet && invocation.Returned == 0 && invocation.Problems.Count == 0) return;
            var messages = invocation.Messages ?? 0;
            var summary = string.Create(CultureInfo.InvariantCulture,
                $"invocation {invocation.Number}: {Quantity.Count(messages, "message")}, {messages - invocation.Returned} "
                    + $"delivered, {invocation.Returned} returned to the queue, {invocation.Milliseconds:0} ms");
            var text = invocation.Returned > 0 ? $"{summary}; {PlainText.Of(invocation.Reason!)}" : summary;
            console.WriteUnwrapped(text, invocation.Returned > 0 ? Styles.Warning : Style.Plain);
            Problems(invocation.Problems);
        }
    }

    /// <summary>Prints warnings and errors of the function.</summary>
    public void Problems(IReadOnlyList<string> problems)
    {
        lock (_lock)
        {
            foreach (var problem in problems) console.WriteUnwrapped("  " + PlainText.Of(problem), Styles.Warning);
        }
    }

    /// <summary>Prints a warning of the local Databricks.</summary>
    public void Warned(string line)
    {
        lock (_lock) console.WriteUnwrapped($"Databricks: {PlainText.Of(line)}", Styles.Warning);
    }

    public void Stopping()
    {
        if (Verbosity.IsQuiet) return;
        lock (_lock) console.WriteUnwrapped("Stopping.", Styles.Dim);
    }

    // As a shell reads it back.
    private static string Quoted(string value) =>
        value.All(static character => char.IsAsciiLetterOrDigit(character) || "._:/@%+=,-".Contains(character))
            ? value
            : $"'{value.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private void WriteUse(ServerInfo server, ServeOptions options)
    {
        if (Verbosity.IsQuiet) return;
        console.WriteLine();
        console.WriteUnwrapped("For a Zerobus client:", Styles.Bold);
        foreach (var (name, value) in server.Environment)
        {
            // A log may outlive the server, so a redirected output does not get the secret. One that is given outlives it anyway.
            var hidden = name == ClientEnvironment.Secret && (Console.IsOutputRedirected || options.ClientSecret is not null);
            var shown = hidden ? "… (in the ready file)" : Quoted(value);
            console.WriteUnwrapped($"  export {name}={shown}", Style.Plain);
        }

        var own = options.ReadyFile is { } file ? $" --server {file}" : "";
        console.WriteLine();
        console.WriteUnwrapped("From another terminal:", Styles.Bold);
        if (options.Function is { } files)
        {
            // The examples are messages of the bundled mappings.
            var isBundled = files.Mapping.FullName == Files.Shipped("mappings", "sqs_messages.yaml").FullName;
            var messages = isBundled ? "--example basic" : "--event FILE";
            console.WriteUnwrapped($"  sqs-ingestor invoke {messages}{own}", Style.Plain);
        }

        if (server.StoresRows)
        {
            console.WriteUnwrapped($"  sqs-ingestor query \"SELECT * FROM {server.Tables[0]}\"{own}", Style.Plain);
        }
        if (server.Queue is not null) console.WriteUnwrapped($"  sqs-ingestor queue{own}", Style.Plain);
        console.WriteLine();
        console.WriteUnwrapped("Ready. Press Ctrl-C to stop.", Styles.Good);
    }

    private void Line(string what, string details)
    {
        if (Verbosity.IsQuiet) return;
        console.Write(new Text($"{what,-11}", Styles.Bold));
        console.WriteUnwrapped(details, Style.Plain);
    }
}
