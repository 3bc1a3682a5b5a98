using System.Text;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Json;
using SqsIngestor.Catalog.Sql;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Emulator;
using SqsIngestor.Emulator.Lambda;
using SqsIngestor.Emulator.Tables;

namespace SqsIngestor.Cli.Local;

/// <summary>Starts the parts of a local run; what goes wrong is said in terms of the command line.</summary>
internal static class LocalParts
{
    private const string DefaultCatalog = "main";
    private const string DefaultSchema = "raw";

    /// <exception cref="CliException">The database or a port can't be opened.</exception>
    public static async Task<LocalDatabricks> StartDatabricksAsync(LocalDatabricksOptions options, CancellationToken cancellation)
    {
        try
        {
            return await LocalDatabricks.StartAsync(options, cancellation);
        }
        catch (TableStoreException e)
        {
            throw new CliException(ExitCodes.Usage, $"{options.DatabaseFile}: error {e.Code}: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new CliException(ExitCodes.Usage, $"error port_taken: {e.Message} Give another port, or none for any free one.", e);
        }
    }

    /// <summary>Creates the tables of a file; those that a database file has already are kept when they are the same.</summary>
    /// <exception cref="CliException">The file can't be read, or a table can't be created.</exception>
    public static IReadOnlyList<CatalogTable> CreateTables(LocalDatabricks databricks, SqlFile file)
    {
        var sql = Encoding.UTF8.GetString(Files.Read(file.File));
        try
        {
            var statements = CreateTableStatement.ParseAll(sql);
            if (statements.Count == 0) throw new CliException(ExitCodes.Usage, $"{file.File}: error sql_empty: there is no CREATE TABLE statement.");
            if (file.Name is not null && statements.Count > 1) throw new CliException(ExitCodes.Usage, $"{file.File}: error sql_several: it creates {statements.Count} tables, so {file.Name} can't be the name of all.");
            return [.. statements.Select(statement => Create(databricks.Tables, statement, file.Name))];
        }
        catch (SqlSyntaxException e)
        {
            throw new CliException(ExitCodes.Usage, $"{file.File}:{e.Message}", e);
        }
        catch (TableStoreException e)
        {
            throw new CliException(ExitCodes.Usage, $"{file.File}: error {e.Code}: {e.Message}", e);
        }
    }

    /// <exception cref="CliException">The program does not get ready.</exception>
    public static async Task<LocalLambda> StartLambdaAsync(LocalLambdaOptions options, FunctionLog log, CancellationToken cancellation)
    {
        try
        {
            return await LocalLambda.StartAsync(options, cancellation);
        }
        catch (LambdaInitException e)
        {
            throw new CliException(ExitCodes.Usage, $"The Lambda program did not start ({e.ErrorType}). Nothing was delivered.\n{string.Join('\n', log.TakeUnformatted().Prepend(e.ErrorMessage))}", e);
        }
    }

    private static CatalogTable Create(TableStore tables, CreateTableStatement statement, TableName? name)
    {
        var table = name is null ? statement.ToTable(DefaultCatalog, DefaultSchema) : statement.ToTable(name);
        if (tables.Find(table.Name) is { } old && (statement.IfNotExists || (!statement.OrReplace && CatalogJson.Write(old).Span.SequenceEqual(CatalogJson.Write(table).Span)))) return old;
        tables.Create(table, statement.OrReplace);
        return table;
    }
}
