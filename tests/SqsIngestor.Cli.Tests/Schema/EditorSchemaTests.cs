using System.Text;
using SqsIngestor.Cli.Errors;
using SqsIngestor.Cli.Schema;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Cli.Tests.Schema;

/// <summary><c>schema mapping --write</c></summary>
public sealed class EditorSchemaTests : IDisposable
{
    private const string Mapping = "version: 1\ndescriptor: a.binpb\ncolumns: {}\n";
    private const string Line = "# yaml-language-server: $schema=mapping.schema.json";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Mappings_HaveTheSchemaAndTheLine()
    {
        _folder.Write("b.yaml", Mapping);
        _folder.Write("a.yaml", "# The orders.\n" + Mapping);
        _folder.Write("compose.yaml", "version: 1\nservices: {}\n");
        _folder.Write("samples/c.yaml", Mapping);

        var report = EditorSchema.Write(_folder.Path);

        Assert.Equal(
            [
                $"{_folder["mapping.schema.json"]}: written",
                $"{_folder["a.yaml"]}: line added",
                $"{_folder["b.yaml"]}: line added",
            ],
            report);
        Assert.Equal(MappingSchema.Write(), File.ReadAllText(_folder["mapping.schema.json"]));
        Assert.Equal($"{Line}\n# The orders.\n{Mapping}", File.ReadAllText(_folder["a.yaml"]));
        Assert.Equal($"{Line}\n{Mapping}", File.ReadAllText(_folder["b.yaml"]));
        Assert.Equal("version: 1\nservices: {}\n", File.ReadAllText(_folder["compose.yaml"]));
        Assert.Equal(Mapping, File.ReadAllText(_folder["samples", "c.yaml"]));
    }

    [Fact]
    public void Write_SecondRun_ChangesNothing()
    {
        var (mapping, schema) = (_folder.Write("a.yaml", Mapping), _folder["mapping.schema.json"]);
        EditorSchema.Write(_folder.Path);
        var before = File.ReadAllBytes(mapping);
        // Writing a file would change its time.
        foreach (var file in new[] { mapping, schema }) File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);

        var report = EditorSchema.Write(_folder.Path);

        Assert.Equal([$"{schema}: up to date", $"{mapping}: has the line"], report);
        Assert.Equal(before, File.ReadAllBytes(mapping));
        Assert.All([mapping, schema], file => Assert.Equal(DateTime.UnixEpoch, File.GetLastWriteTimeUtc(file)));
    }

    [Theory]
    [InlineData("\r\n", false)]
    [InlineData("\r\n", true)]
    [InlineData("\n", true)]
    public void Write_LineEndsAndByteOrderMark_Stay(string end, bool hasMark)
    {
        var mark = hasMark ? Encoding.UTF8.GetPreamble() : [];
        var text = Mapping.ReplaceLineEndings(end);
        _folder.Write("a.yaml", [.. mark, .. Encoding.UTF8.GetBytes(text)]);

        EditorSchema.Write(_folder.Path);
        EditorSchema.Write(_folder.Path);

        Assert.Equal([.. mark, .. Encoding.UTF8.GetBytes(Line + end + text)], File.ReadAllBytes(_folder["a.yaml"]));
    }

    [Fact]
    public void Write_OldSchema_IsReplaced()
    {
        _folder.Write("a.yaml", Mapping);
        _folder.Write("mapping.schema.json", "{}");

        var report = EditorSchema.Write(_folder.Path);

        Assert.Equal($"{_folder["mapping.schema.json"]}: written", report[0]);
        Assert.Equal(MappingSchema.Write(), File.ReadAllText(_folder["mapping.schema.json"]));
    }

    /// <summary>Editors read the line at the top only.</summary>
    [Fact]
    public void Write_LineBelowTheFirstKey_DoesNotCount()
    {
        _folder.Write("a.yaml", $"{Mapping}# yaml-language-server: $schema=mapping.schema.json\n");

        var report = EditorSchema.Write(_folder.Path);

        Assert.Equal($"{_folder["a.yaml"]}: line added", report[1]);
    }

    [Theory]
    [InlineData("../schema.json", "names another schema, kept")]
    [InlineData("mapping.schema.json", "has the line")]
    public void Write_LineThatIsThere_IsKept(string schema, string report)
    {
        var text = $"# Orders\n#  yaml-language-server: $schema={schema}\r\n{Mapping}";
        _folder.Write("a.yaml", [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)]);

        Assert.Equal($"{_folder["a.yaml"]}: {report}", EditorSchema.Write(_folder.Path)[1]);

        Assert.Equal([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text)], File.ReadAllBytes(_folder["a.yaml"]));
    }

    [Fact]
    public void Write_FolderWithoutMapping_IsRefused()
    {
        _folder.Write("compose.yaml", "services: {}\n");

        var error = Assert.Throws<CliException>(() => EditorSchema.Write(_folder.Path));

        Assert.Contains("no mapping", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["mapping.schema.json"]));
    }

    [Theory]
    [InlineData("mappings")]
    [InlineData("")]
    public async Task Command_InAProject_FindsItsMappings(string name)
    {
        var mapping = _folder.Write(Path.Combine(name, "a.yaml"), Mapping);
        var start = SqsIngestorProgram.Start(["schema", "mapping", "--write"]);
        start.WorkingDirectory = _folder.Path;

        using var process = System.Diagnostics.Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        var prefix = name.Length == 0 ? "" : name + Path.DirectorySeparatorChar;
        Assert.Equal($"{prefix}mapping.schema.json: written\n{prefix}a.yaml: line added\n", output);
        Assert.StartsWith(Line, File.ReadAllText(mapping), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_WithOutputToo_IsRefused()
    {
        var result = await InProcessProgram.RunAsync("schema", "mapping", "--write", "--output", _folder["x.json"]);

        Assert.Equal(ExitCodes.Usage, result.ExitCode);
        Assert.Contains("--write and --output exclude each other.", result.Errors, StringComparison.Ordinal);
    }
}
