using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Comparison;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Check;
using SqsIngestor.Cli.Mappings;
using SqsIngestor.Cli.Schema;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Check;

/// <summary>Two commands say what a changed table does to a function that runs with the old one: they agree.</summary>
public sealed partial class CheckAndDiffTests
{
    private static readonly Gen<CatalogTable> AnyTable = Gen.Select(
        Gen.Select(CatalogGen.PlainName, CatalogGen.AnyTable, Gen.Int[0, 5]).Array[0, 2], CatalogGen.ExpressibleTable,
        Gen.Int[0, 9], (more, table, check) => table with
        {
            Columns = [
                .. table.Columns.Concat(more.Select((part, i) => part.Item2.Columns[0] with { Name = $"{part.Item1}{i}" }))
                    .DistinctBy(column => column.Name.ToUpperInvariant())
                    .Select((column, i) => column with { Position = i })],
            Properties = check == 0
                ? new Dictionary<string, string> { ["delta.constraints.ck"] = "true" }
                : new Dictionary<string, string>(),
        });

    /// <summary>A table, and the same one after some changes of its columns.</summary>
    private static readonly Gen<(CatalogTable Before, CatalogTable After)> Changed = Gen.Select(
        CatalogGen.ExpressibleTable, AnyTable, Gen.Int[0, 5].Array[8],
        Gen.Select(CatalogGen.Scalar, CatalogGen.Expressible).Array[8],
        (before, other, changes, types) => (before, other with
        {
            Columns = [
                .. before.Columns.SelectMany((column, i) => Change(column, changes[i], types[i].Item1, types[i].Item2))
                    .Concat(other.Columns).DistinctBy(column => column.Name.ToUpperInvariant())
                    .Select((column, i) => column with { Position = i })],
        }));

    [Fact]
    public void Diff_WhateverCheckAgainstTheNewTableFinds_IsNamed()
    {
        using var folder = new TemporaryFolder();
        Changed.Sample(
            (before, after) =>
            {
                var mapping = Load(folder, before);
                var found = TableCheck.Run(mapping, _ => after).ExceptBy(
                    TableCheck.Run(mapping, _ => before).Select(diagnostic => diagnostic.Message),
                    diagnostic => diagnostic.Message);
                var named = SchemaDiff.Compare(before, after).Changes.SelectMany(
                    change => new[] { change.Path.Split('.')[0], change.Kind == ChangeKind.Renamed ? change.Before : null })
                    .ToHashSet();
                foreach (var diagnostic in found)
                {
                    // A warning about a whole table is of its kind, and no change stops a producer.
                    if (diagnostic.Code == DiagnosticCodes.TableWarning) continue;
                    var column = diagnostic.Code == DiagnosticCodes.TableNotWritable ? ""
                        : Quoted().Match(diagnostic.Message).Groups["path"].Value.Split('.')[0];
                    Assert.True(named.Contains(column), $"{diagnostic.Code.Id} {diagnostic.Message}");
                }
            },
            iter: 150, threads: 1);
    }

    private static IEnumerable<Column> Change(Column column, int change, DeltaType scalar, DeltaType type) => change switch
    {
        0 => [],
        1 => [column with { Type = scalar }],
        2 => [column with { Type = type }],
        3 => [column with { Nullable = !column.Nullable }],
        4 => [column with { Fill = new ColumnFill(ColumnFillKind.Generated, "1") }],
        _ => [column],
    };

    private static LoadedMapping Load(TemporaryFolder folder, CatalogTable table)
    {
        File.WriteAllBytes(folder["t.binpb"], new TableSet([table]).Write(_ => "t"));
        var yaml = Encoding.UTF8.GetBytes(StarterMapping.Write(table, "t.binpb"));
        folder.Write("t.yaml", Encoding.UTF8.GetString(yaml));
        return MappingFiles.Load(new FileInfo(folder["t.yaml"]), new DirectoryInfo(folder.Path), null);
    }

    [GeneratedRegex("'(?<path>[^']+)'", RegexOptions.ExplicitCapture)]
    private static partial Regex Quoted();
}
