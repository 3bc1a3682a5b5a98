using System.Text;
using Google.Protobuf.Reflection;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Catalog.Rest;
using SqsIngestor.Catalog.Types;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Sources;

namespace SqsIngestor.Cli.Schema;

/// <summary>The files that <c>schema pull</c> writes for a table.</summary>
internal sealed class PulledTable
{
    private readonly List<(string Path, byte[] Contents)> _descriptors = [];
    private readonly List<(string Path, byte[] Contents)> _mappings = [];
    private readonly List<string> _notes = [];
    private readonly TableName _name;

    private PulledTable(TableName name) => _name = name;

    /// <summary>The .proto file and the descriptor set.</summary>
    public IReadOnlyList<(string Path, byte[] Contents)> Descriptors => _descriptors;

    /// <summary>Every file.</summary>
    public IEnumerable<(string Path, byte[] Contents)> Outputs => _descriptors.Concat(_mappings);

    /// <summary>Lines for people: what the files lack, and what to know about them.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Whether a column that protobuf cannot carry is left out.</summary>
    public bool IsIncomplete { get; private init; }

    /// <summary>The name of the table's files without their extension.</summary>
    public static string StemOf(CatalogTable table) => TableSet.FileStem(table.Name.Table);

    /// <summary>Makes the files; writes nothing.</summary>
    /// <exception cref="CliException">Zerobus cannot write to the table, or rows need a column that it cannot carry.</exception>
    public static PulledTable Of(CatalogTable table, string folder, bool withMapping)
    {
        var stem = StemOf(table);
        var carried = CarriedColumns.Of(Require(table));
        var text = ProtoText.Write(Build(carried, $"{stem}.proto"));
        var pulled = new PulledTable(table.Name) { IsIncomplete = carried.LeftOut.Any(left => left.IsUnsupported) };
        pulled._descriptors.Add((Path.Combine(folder, "descriptors", $"{stem}.proto"), Encoding.UTF8.GetBytes(text)));
        pulled._descriptors.Add((Path.Combine(folder, "descriptors", $"{stem}.binpb"), Compile(text, $"{stem}.proto")));
        pulled.AddNotes(carried);
        if (withMapping) pulled.AddMapping(carried.Table, Path.Combine(folder, "mappings", $"{stem}.yaml"), $"{stem}.binpb");
        return pulled;
    }

    private static CatalogTable Require(CatalogTable table)
    {
        try
        {
            return IngestTarget.Require(table);
        }
        catch (CatalogException e)
        {
            throw CliErrors.Of(e.Code).Because(e.Message, e);
        }
    }

    private static FileDescriptorProto Build(CarriedColumns carried, string fileName)
    {
        var isEmpty = carried.Table.Columns.Count == 0;
        var lines = carried.LeftOut.Where(left => isEmpty || left.IsUnsupported).SelectMany(Lines);
        if (isEmpty) throw Refuse(carried, lines, null);
        try
        {
            return TableFile.Build(carried.Table, fileName);
        }
        catch (NotSupportedException e)
        {
            throw Refuse(carried, e.Message.Split('\n').Concat(lines), e);
        }
    }

    private static CliException Refuse(CarriedColumns carried, IEnumerable<string> lines, Exception? cause)
    {
        var error = CliErrors.TableNotExpressible;
        return error.WithText(string.Join('\n', lines.Select(line => error.At(carried.Table.Name, line).Message)), cause);
    }

    private static string[] Lines(LeftOutColumn left) => left.Reason.Split('\n');

    private static byte[] Compile(string text, string fileName)
    {
        using var folder = TemporaryDirectory.Create();
        try
        {
            var file = new FileInfo(Path.Combine(folder.Path, fileName));
            File.WriteAllText(file.FullName, text);
            return ProtoSet.Write(ProtocProgram.Compile(file, []));
        }
        catch (CliException e) when (e.Error == CliErrors.ProtocFailed)
        {
            // The user never sees the folder.
            var message = e.Message.Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
            throw CliErrors.ProtocFailed.WithText(message, e);
        }
    }

    private void AddNotes(CarriedColumns carried)
    {
        foreach (var left in carried.LeftOut)
        {
            foreach (var line in Lines(left))
            {
                _notes.Add(
                    left.IsUnsupported
                        ? $"{CliErrors.TableNotExpressible.At(_name, line).Message} The column is left out."
                        : $"{_name}: warning: {line} The column is left out.");
            }
        }

        foreach (var (path, problem) in NestedNotNull.Find(carried.Table)) Warn($"'{path}' {problem}");
        foreach (var column in carried.Table.Columns)
        {
            if (column.Fill is { } fill) Warn($"'{column.Name}' has {fill}. Zerobus does not fill it in: set it in the mapping.");
            if (ProtoNames.IsLanguageWord(column.Name))
            {
                Warn(
                    $"'{column.Name}' is a keyword of the protobuf language. "
                        + "It works here, but Databricks' generator refuses it.");
            }
        }
    }

    private void AddMapping(CatalogTable table, string path, string descriptor)
    {
        if (!File.Exists(path))
        {
            _mappings.Add((path, Encoding.UTF8.GetBytes(StarterMapping.Write(table, descriptor))));
            return;
        }

        var merge = MappingMerge.Of(table, Files.Read(new FileInfo(path)));
        if (merge.Contents is { } contents) _mappings.Add((path, contents));
        foreach (var note in merge.Notes) _notes.Add($"{path}: {note}");
    }

    private void Warn(string text) => _notes.Add($"{_name}: warning: {text}");
}
