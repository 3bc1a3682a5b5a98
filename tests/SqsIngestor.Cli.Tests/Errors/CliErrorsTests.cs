using System.Reflection;
using SqsIngestor.Catalog.Rest;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Errors;

public class CliErrorsTests
{
    [Fact]
    public void All_EveryError_IsThereOnceWithAKnownExitCode()
    {
        var declared = typeof(CliErrors).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Select(p => p.GetValue(null))
            .OfType<CliError>();
        var exits = ExitCodes.All.Select(code => code.Code).ToHashSet();

        Assert.All(declared, error => Assert.Contains(error, CliErrors.All));
        Assert.Equal(CliErrors.All.Count, CliErrors.All.Select(error => error.Code).Distinct().Count());
        Assert.All(CliErrors.All, error => Assert.Matches("^[a-z0-9_]+$", error.Code));
        Assert.All(CliErrors.All, error => Assert.Contains(error.ExitCode, exits));
        Assert.All(CliErrors.All, error => Assert.True(error.Meaning.EndsWith('.') && error.Action.EndsWith('.'), error.Code));
    }

    [Fact]
    public void Of_EveryCatalogError_HasAnError() =>
        Assert.All(Enum.GetValues<CatalogErrorCode>(), code => Assert.NotNull(CliErrors.Of(code)));

    [Fact]
    public void TableThatZerobusCannotWriteTo_IsDescribedInTheSameWordsEverywhere()
    {
        const string Writable =
            "a managed Delta table or a streaming table, without CHECK constraints and catalog-managed commits";
        string[] texts =
        [
            CliErrors.All.Single(error => error.Code == "table_not_writable").Action,
            CliErrors.All.Single(error => error.Code == "table_is_foreign").Action,
            DiagnosticCodes.TableNotWritable.Action, File.ReadAllText(RepositoryFiles.PathOf("docs", "reference", "schemas.md")),
        ];

        Assert.All(texts, text => Assert.Contains(Writable, text, StringComparison.Ordinal));
    }

    [Fact]
    public void At_Place_IsAfterTheCode() =>
        Assert.Equal("error sql_empty: a.sql: No statement.", CliErrors.SqlEmpty.At("a.sql", "No statement.").Message);
}
