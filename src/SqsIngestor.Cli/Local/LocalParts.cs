using System.Text;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Json;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Tables;

namespace SqsIngestor.Cli.Local;

/// <summary>Starts the parts of a local run; failures become errors of the command line.</summary>
internal static class LocalParts
{
    private const string DefaultCatalog = "main";
    private const string DefaultSchema = "raw";

    /// <exception cref="CliException">The database or a port cannot be opened.</exception>
    public static async Task<LocalDatabricks> StartDatabricksAsync(LocalDatabricksOptions options, CancellationToken cancellation)
    {
        try
        {
            return await LocalDatabricks.StartAsync(options, cancellation);
        }
        catch (TableStoreException e)
        {
            throw CliErrors.LocalTables.WithText($"{options.DatabaseFile}: error {e.Message}", e);
        }
        catch (IOException e)
        {
            throw CliErrors.PortTaken.Because($"{e.Message} Use another port, or leave the option out to get a free one.", e);
        }
    }

    /// <summary>
    /// Creates the tables of a file. A table that the database already has is kept if its definition is the same.
    /// </summary>
    /// <exception cref="CliException">The file cannot be read, or a table cannot be created.</exception>
    public static IReadOnlyList<CatalogTable> CreateTables(LocalDatabricks databricks, SqlFile file)
    {
        var sql = Encoding.UTF8.GetString(Files.Read(file.File));
        try
        {
            var statements = CreateTableStatement.ParseAll(sql);
            if (statements.Count == 0) throw CliErrors.SqlEmpty.At(file.File, "The file has no CREATE TABLE statement.");
            if (file.Name is not null && statements.Count > 1)
            {
                throw CliErrors.SqlSeveral.At(
                    file.File, $"The file creates {statements.Count} tables, so they cannot all be named {file.Name}.");
            }

            return [.. statements.Select(statement => Create(databricks.Tables, statement, file.Name))];
        }
        catch (SqlSyntaxException e)
        {
            throw CliErrors.SqlInvalid.WithText(
                $"{file.File}:{e.Line}:{e.Column}: error {e.Code}: found {e.Found}, expected {e.Expected}.", e);
        }
        catch (TableStoreException e)
        {
            throw CliErrors.LocalTables.WithText($"{file.File}: error {e.Message}", e);
        }
    }

    /// <exception cref="CliException">The program failed to start.</exception>
    public static async Task<LocalLambda> StartLambdaAsync(
        LocalLambdaOptions options, FunctionLog log, CancellationToken cancellation)
    {
        try
        {
            return await LocalLambda.StartAsync(options, cancellation);
        }
        catch (LambdaInitException e)
        {
            throw CliErrors.FunctionNotStarted.Because(
                $"The Lambda program failed to start ({e.ErrorType}). Nothing was delivered.\n"
                    + $"{string.Join('\n', log.TakeUnformatted().Prepend(e.ErrorMessage))}",
                e);
        }
    }

    private static CatalogTable Create(TableStore tables, CreateTableStatement statement, TableName? name)
    {
        var table = name is null ? statement.ToTable(DefaultCatalog, DefaultSchema) : statement.ToTable(name);
        var keepsOld = tables.Find(table.Name) is { } old
            && (statement.IfNotExists || (!statement.OrReplace && IsSame(old, table)));
        if (keepsOld) return tables.Find(table.Name)!;
        tables.Create(table, statement.OrReplace);
        return table;
    }

    private static bool IsSame(CatalogTable one, CatalogTable other) =>
        CatalogJson.Write(one).Span.SequenceEqual(CatalogJson.Write(other).Span);
}
