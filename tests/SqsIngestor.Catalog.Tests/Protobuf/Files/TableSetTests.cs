using CsCheck;
using SqsIngestor.Catalog.Protobuf.Files;
using SqsIngestor.Mapping.Diagnostics;
using SqsIngestor.Mapping.Language;
using SqsIngestor.Pipeline.Plans;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Catalog.Tests.Protobuf.Files;

public sealed class TableSetTests
{
    private static readonly string[] Yaml = [
        "version: 1", "descriptor: unity-catalog", "table: main.test.t", "auto: { from: $.body }", ""];

    [Fact]
    public void Write_AnyTable_AutoColumnsCompile() => CatalogGen.ExpressibleTable.Sample(table =>
    {
        var compiled = Compile(new TableSet([table]));

        Assert.True(compiled.Plan is not null, DiagnosticWriter.Write(compiled.Diagnostics));
    });

    [Fact]
    public void Write_NullableColumnThatProtobufCannotCarry_IsLeftOut()
    {
        var set = new TableSet([SampleTables.Table("a INT, b INTERVAL DAY, `c d` INT, e ARRAY<ARRAY<INT>>")]);

        var message = ProtoSet.TryParse(set.Write(UnityCatalogDescriptor.MessageName))!.File[0].MessageType[0];

        Assert.Equal(["a"], message.Field.Select(f => f.Name));
    }

    [Fact]
    public void Write_NotNullColumnThatProtobufCannotCarry_IsRefused() => Assert.Contains(
        "b: Zerobus does not support INTERVAL DAY",
        Assert.Throws<NotSupportedException>(
            () =>
            new TableSet(
                [SampleTables.Table("a INT, b INTERVAL DAY NOT NULL")]).Write(UnityCatalogDescriptor.MessageName)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("main.sales.orders", "main.sales.table_orders")]
    [InlineData("my-cat.1st.a b", "my_cat._1st.table_a_b")]
    public void MessageName_OfATable_CanBeSpelled(string table, string message) =>
        Assert.Equal(message, UnityCatalogDescriptor.MessageName(table));

    [Theory]
    [InlineData("descriptor: unity-catalog\ntable: a.b.c\n", null, "a.b.c")]
    [InlineData("descriptor: unity-catalog\ntable: a.b.c\n", "x.y.z", "x.y.z")]
    [InlineData(
        "descriptor: unity-catalog\ntables: [{ table: a.b.c }, { table: a.b.d }, { table: a.b.c }]\n", "x.y.z", "a.b.c,a.b.d")]
    [InlineData("descriptor: t.binpb\ntable: a.b.c\n", null, null)]
    [InlineData("descriptor: [", null, null)]
    public void Tables_OfAMapping_AreThoseItNeeds(string yaml, string? given, string? tables)
    {
        var options = new MappingCompilerOptions { TableName = given, Descriptors = name => new(name, null) };

        var found = UnityCatalogDescriptor.Tables(System.Text.Encoding.UTF8.GetBytes("version: 1\n" + yaml), options);

        Assert.Equal(tables, found is null ? null : string.Join(',', found));
    }

    [Fact]
    public void ReadDeployed_SetOfPull_IsTheTable()
    {
        var table = SampleTables.Table("a INT NOT NULL, at TIMESTAMP");
        var set = new Google.Protobuf.Reflection.FileDescriptorSet { File = { TableFile.Build(table, "t.proto") } };

        Assert.Equal(table.Columns, TableSet.ReadDeployed(ProtoSet.Write(set), new TableName("x", "y", "t"))!.Columns);
        Assert.Null(TableSet.ReadDeployed([1, 2, 3], table.Name));
    }

    private static MappingCompilation Compile(TableSet set) => MappingCompiler.Compile(
        System.Text.Encoding.UTF8.GetBytes(string.Join('\n', Yaml)), "t.yaml",
        new MappingCompilerOptions
        {
            Descriptors = name => new(name, set.Write(UnityCatalogDescriptor.MessageName)),
            Types = DescriptorTypes.Read,
        });
}
