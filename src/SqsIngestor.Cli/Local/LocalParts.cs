using System.Net.Sockets;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Json;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Sources;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Tables;

namespace SqsIngestor.Cli.Local;

/// <summary>Starts the parts of a local run; failures become errors of the command line.</summary>
internal static class LocalParts
{
    private const string DefaultSchema = "raw";

    /// <summary>When to say that the start of the Lambda program takes long.</summary>
    internal static readonly TimeSpan SlowStart = TimeSpan.FromSeconds(10);

    /// <exception cref="CliException">The database or a port cannot be opened.</exception>
    public static async Task<LocalDatabricks> StartDatabricksAsync(LocalDatabricksOptions options, CancellationToken cancellation)
    {
        var file = options.DatabaseFile;
        ParentFolders? folders = null;
        try
        {
            if (file is not null) folders = CreateFolders(file);
            return await LocalDatabricks.StartAsync(options, cancellation);
        }
        catch (TableStoreException e)
        {
            folders?.Remove();
            var place = file is null || e.Detail.Contains(file, StringComparison.Ordinal) ? "" : $"{file}: ";
            throw CliErrors.LocalTables.WithText($"error {e.Code}: {place}{e.Detail}", e);
        }
        catch (IOException e)
        {
            throw CliErrors.PortTaken.Because($"{e.Message} Use another port, or leave the option out to get a free one.", e);
        }
        catch (SocketException e)
        {
            throw PortRefused(options, e);
        }
    }

    private static ParentFolders CreateFolders(string file)
    {
        try
        {
            return ParentFolders.Create(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CliErrors.FileUnwritable.At(file, $"The folder of the database cannot be created: {e.Message}", e);
        }
    }

    /// <summary>The error of a port that the system does not open. The exception does not name the port.</summary>
    internal static CliException PortRefused(LocalDatabricksOptions options, SocketException e)
    {
        var ports = new[] { options.WorkspacePort, options.ZerobusPort }.Where(port => port != 0).ToList();
        var which = ports switch
        {
            [] => "A port",
            [var one] => $"Port {one}",
            _ => $"Port {string.Join(" or port ", ports)}",
        };
        return CliErrors.PortRefused.Because($"{which} cannot be opened: {e.Message}. {CliErrors.PortRefused.Action}", e);
    }

    /// <summary>
    /// Creates the tables of a file. A table that the database already has is kept if its definition is the same.
    /// </summary>
    /// <exception cref="CliException">The file cannot be read, or a table cannot be created.</exception>
    public static IReadOnlyList<CatalogTable> CreateTables(
        LocalDatabricks databricks, NamedFile file, IReadOnlyDictionary<string, string> variables)
    {
        var statements = file.Read(variables);
        if (statements.Count == 0) throw CliErrors.SqlEmpty.At(file.File, "The file has no CREATE TABLE statement.");
        try
        {
            return [.. statements.Select(statement => Create(databricks.Tables, statement, file.Name))];
        }
        catch (TableStoreException e)
        {
            throw CliErrors.LocalTables.WithText($"error {e.Code}: {file.File}: {e.Detail}", e);
        }
    }

    /// <summary>TABLE_NAME of a function: the only table, if the mapping does not name one itself; null for unset.</summary>
    public static TableName? TableNameFor(FunctionArguments files, TableName? only) =>
        MappingFiles.Load(files.Mapping, files.Descriptor, null).Compilation.Plan is { } plan
            && plan.Targets.All(target => target.Name != MappingFiles.TableNamePlaceholder)
            ? null
            : only;

    /// <summary>
    /// Refuses to start a function whose mapping does not compile, or writes to a table that no file creates.
    /// </summary>
    /// <param name="databricks">Has the tables.</param>
    /// <param name="files">The mapping and its descriptors.</param>
    /// <param name="table">TABLE_NAME; null for unset.</param>
    /// <exception cref="CliException">
    /// The mapping has errors, or a table is missing; then the message names the option that brings it.
    /// </exception>
    public static void RequireTables(LocalDatabricks databricks, FunctionArguments files, TableName? table)
    {
        var mapping = MappingFiles.Load(
            files.Mapping, files.Descriptor, table?.ToString(), name => TableName.TryParse(name) is { } full
                ? databricks.Tables.Find(full)
                : null);
        var names = mapping.Compilation.Plan?.Targets.Select(t => t.Name)
            ?? MappingFiles.CatalogTables(files.Mapping, table?.ToString()) ?? [];
        var missing = names.Select(name => TableName.TryParse(name)).OfType<TableName>()
            .Where(name => databricks.Tables.Find(name) is null).ToList();
        if (missing.Count == 0)
        {
            mapping.RequirePlan();
            return;
        }

        var options = string.Join(' ', missing.Select(name => $"--sql {name}={SqlOf(name)}"));
        throw CliErrors.TableNotServed.At(
            files.Mapping,
            $"The mapping writes to {string.Join(" and ", missing)}, "
                + $"and no --sql creates {(missing.Count == 1 ? "it" : "them")}. Add {options} to the others.");
    }

    /// <summary>The bundled file of a table, or a placeholder.</summary>
    private static string SqlOf(TableName name) =>
        Files.Shipped("descriptors", $"{name.Table}.sql") is { Exists: true } shipped
            ? Path.GetRelativePath(Environment.CurrentDirectory, shipped.FullName)
            : "FILE";

    /// <summary>
    /// Starts the Lambda program, and waits for it as long as its process lives: the first start compiles its code, which takes
    /// minutes on a busy machine.
    /// </summary>
    /// <param name="options">The program.</param>
    /// <param name="log">Has its output.</param>
    /// <param name="isSlow">Called once the start has taken <see cref="SlowStart"/>.</param>
    /// <param name="cancellation">Ends the process.</param>
    /// <exception cref="CliException">The program failed to start.</exception>
    public static async Task<LocalLambda> StartLambdaAsync(
        LocalLambdaOptions options, FunctionLog log, Action isSlow, CancellationToken cancellation)
    {
        try
        {
            using var started = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var slow = Task.Delay(SlowStart, options.TimeProvider, started.Token);
            var starting = LocalLambda.StartAsync(options with { InitTimeout = Timeout.InfiniteTimeSpan }, cancellation);
            if (await Task.WhenAny(starting, slow) == slow && slow.IsCompletedSuccessfully) isSlow();
            var lambda = await starting;
            await started.CancelAsync();
            return lambda;
        }
        catch (LambdaInitException e)
        {
            // Ctrl-C in a terminal ends the program, too.
            cancellation.ThrowIfCancellationRequested();
            // The program says itself what is wrong with its files.
            var isRefused = e.ErrorType.StartsWith("Function.", StringComparison.Ordinal);
            throw (isRefused ? CliErrors.FunctionRefused : CliErrors.FunctionNotStarted).Because(
                $"The Lambda program failed to start ({e.ErrorType}). Nothing was delivered.\n"
                    + $"{string.Join('\n', log.TakeUnformatted().Prepend(e.ErrorMessage))}",
                e);
        }
    }

    private static CatalogTable Create(TableStore tables, CreateTableStatement statement, TableName? name)
    {
        var table = name is null ? statement.ToTable(TableName.DefaultCatalog, DefaultSchema) : statement.ToTable(name);
        var keepsOld = tables.Find(table.Name) is { } old
            && (statement.IfNotExists || (!statement.OrReplace && IsSame(old, table)));
        if (keepsOld) return tables.Find(table.Name)!;
        tables.Create(table, statement.OrReplace);
        return table;
    }

    private static bool IsSame(CatalogTable one, CatalogTable other) =>
        CatalogJson.Write(one).Span.SequenceEqual(CatalogJson.Write(other).Span);
}
