using CsCheck;
using Google.Protobuf.Reflection;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Tests.Shared;
using Label = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Label;
using ProtobufType = Google.Protobuf.Reflection.FieldDescriptorProto.Types.Type;

namespace SqsIngestor.Catalog.Tests.Protobuf;

public sealed class DescriptorComparisonTests
{
    [Fact]
    public void Check_DescriptorOfTheTable_HasNoFindings() => CatalogGen.ExpressibleTable.Sample(table =>
        Assert.Empty(DescriptorComparison.Check(TableDescriptor.Build(table), table)));

    [Fact]
    public void Build_AnyExpressibleTable_IsADescriptorThatProtobufLinks() => CatalogGen.ExpressibleTable.Sample(table =>
    {
        var file = new FileDescriptorProto { Name = "t.proto", MessageType = { TableDescriptor.Build(table) } };
        Assert.NotNull(
            FileDescriptor.BuildFromByteStrings(
                [Google.Protobuf.ByteString.CopyFrom(Google.Protobuf.MessageExtensions.ToByteArray(file))]));
    });

    [Fact]
    public void Check_NullableColumnLeftOut_IsFine() =>
        Assert.Empty(Check("a INT NOT NULL, b STRING", Message(Field("a", 1, ProtobufType.Int32))));

    [Theory]
    [InlineData(
        "a INT", "a", ProtobufType.Int64, Label.Optional,
        "wrong_type: a: the column is INT, so the field must be int32; it is int64.")]
    [InlineData(
        "a TIMESTAMP", "a", ProtobufType.String, Label.Optional,
        "wrong_type: a: the column is TIMESTAMP, so the field must be int64; it is string.")]
    [InlineData(
        "a DECIMAL(18,2)", "a", ProtobufType.Double, Label.Optional,
        "wrong_type: a: the column is DECIMAL(18,2), so the field must be string; it is double.")]
    [InlineData("a BIGINT", "a", ProtobufType.Uint64, Label.Optional, "wrong_type: a: ")]
    [InlineData(
        "a STRING", "a", ProtobufType.String, Label.Repeated,
        "wrong_shape: a: the column is STRING, so the field must not be repeated.")]
    [InlineData(
        "a ARRAY<STRING>", "a", ProtobufType.String, Label.Optional,
        "wrong_shape: a: the column is ARRAY<STRING>, so the field must be repeated; it is string.")]
    [InlineData(
        "a ARRAY<INT>", "a", ProtobufType.Int64, Label.Repeated,
        "wrong_type: a.element: the column is INT, so the field must be int32; it is repeated int64.")]
    [InlineData(
        "a MAP<STRING,INT>", "a", ProtobufType.String, Label.Repeated,
        "wrong_shape: a: the column is MAP<STRING, INT>, so the field must be a map; it is repeated string.")]
    [InlineData(
        "a ARRAY<ARRAY<INT>>", "a", ProtobufType.Int32, Label.Repeated,
        "unsupported_type: a.element: Zerobus does not support ARRAY<INT> here.")]
    [InlineData(
        "a INTERVAL DAY", "a", ProtobufType.Int64, Label.Optional,
        "unsupported_type: a: Zerobus does not support INTERVAL DAY here.")]
    [InlineData("a INT", "b", ProtobufType.Int32, Label.Optional, "unknown_column: b: table main.test.t has no such column.")]
    [InlineData(
        "a INT", "A", ProtobufType.Int32, Label.Optional, "unknown_column: A: table main.test.t has no such column; it has 'a'.")]
    public void Check_OneField_IsFound(string columns, string name, ProtobufType type, Label label, string finding)
    {
        var findings = Check(columns, Message(Field(name, 1, type, label)));

        Assert.StartsWith(finding, Assert.Single(findings).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SeveralFaults_AllAreFoundWithTheirPaths()
    {
        var nested = Message(Field("x", 1, ProtobufType.String), Field("zz", 2, ProtobufType.String));
        nested.Name = "S";
        var entry = Message(Field("key", 1, ProtobufType.Int32), Field("value", 2, ProtobufType.Message, Label.Optional, ".t.S"));
        entry.Name = "MEntry";
        entry.Options = new MessageOptions { MapEntry = true };
        var message = Message(
            Field("s", 1, ProtobufType.Message, Label.Optional, ".t.S"),
            Field("m", 2, ProtobufType.Message, Label.Repeated, ".t.MEntry"),
            Field("o", 3, ProtobufType.Message, Label.Optional, ".other.Imported"),
            Field("n", 19_500, ProtobufType.Int32),
            Field("n", 3, ProtobufType.Int32));
        message.NestedType.Add([nested, entry]);

        var findings = Check(
            "s STRUCT<x: INT, y: STRING NOT NULL>, m MAP<STRING, STRUCT<x: STRING>>, o STRUCT<x: INT>, n INT, k STRING NOT NULL",
            message);

        Assert.Equal(
            [
                "bad_field_number: n", "duplicate_field: n", "wrong_type: s.x", "unknown_column: s.zz", "missing_not_null: s.y",
                "wrong_type: m.key", "unknown_column: m.value.zz", "unresolved_type: o", "duplicate_field: n",
                "missing_not_null: k"],
            findings.Select(finding => $"{finding.Code}: {finding.Path}"));
    }

    [Fact]
    public void Check_MapEntryWithoutValue_IsFound()
    {
        var entry = Message(Field("key", 1, ProtobufType.String));
        entry.Name = "AEntry";
        entry.Options = new MessageOptions { MapEntry = true };
        var message = Message(Field("a", 1, ProtobufType.Message, Label.Repeated, ".t.AEntry"));
        message.NestedType.Add(entry);

        Assert.Equal("bad_map_entry", Assert.Single(Check("a MAP<STRING,STRING>", message)).Code);
    }

    [Fact]
    public void Check_RecursiveMessage_Ends()
    {
        var message = Message(Field("a", 1, ProtobufType.Message, Label.Optional, ".t"));

        Assert.Equal(
            ["unknown_column: a.a"], Check("a STRUCT<x: INT>", message).Select(finding => $"{finding.Code}: {finding.Path}"));
    }

    [Fact]
    public void Check_MoreColumnsThanTheServiceTakes_IsFound()
    {
        var columns = string.Join(", ", Enumerable.Range(0, 2_001).Select(i => $"c{i} INT"));

        Assert.Equal("too_many_columns", Assert.Single(Check(columns, TableDescriptor.Build(SampleTables.Table(columns)))).Code);
    }

    [Theory]
    [InlineData("a ARRAY<ARRAY<INT>>", "a.element", "ARRAY<STRUCT<items: ARRAY<INT>>>")]
    [InlineData("a MAP<STRING, MAP<STRING, INT>>", "a.value", "MAP<STRING, STRUCT<items: MAP<STRING, INT>>>")]
    [InlineData("a ARRAY<ARRAY<ARRAY<INT>>>", "a.element", "ARRAY<STRUCT<items: ARRAY<STRUCT<items: ARRAY<INT>>>>>")]
    [InlineData("a ARRAY<MAP<STRING, MAP<INT, STRUCT<x: INT>>>>", "a.element",
        "ARRAY<STRUCT<items: MAP<STRING, STRUCT<items: MAP<INT, STRUCT<x: INT>>>>>>")]
    [InlineData("a STRUCT<b: ARRAY<STRUCT<c: ARRAY<ARRAY<INT>>>>>", "a.b.element.c.element", "ARRAY<STRUCT<items: ARRAY<INT>>>")]
    [InlineData("a MAP<DOUBLE, INT>", "a.key", "a key of type STRING, BIGINT, INT, BOOLEAN or DATE")]
    [InlineData("a STRUCT<b: GEOGRAPHY(4326)>", "a.b", "STRING or another type that it supports")]
    [InlineData("a STRUCT<>", "a", "a STRUCT with a field")]
    public void Find_WhatProtobufCantCarry_HasPathAndRewrite(string columns, string path, string rewrite)
    {
        var obstacle = Assert.Single(UnsupportedTypes.Find(SampleTables.Table(columns)));

        Assert.Equal(path, obstacle.Path);
        Assert.Equal(rewrite, obstacle.Rewrite);
        Assert.Throws<NotSupportedException>(() => TableDescriptor.Build(SampleTables.Table(columns)));
    }

    /// <summary>What the program advises, it accepts.</summary>
    [Theory]
    [InlineData("ARRAY<ARRAY<ARRAY<ARRAY<INT>>>>")]
    [InlineData("MAP<STRING, ARRAY<MAP<STRING, ARRAY<INT>>>>")]
    [InlineData("MAP<DOUBLE, MAP<BINARY, ARRAY<DATE>>>")]
    public void Find_ContainersInsideEachOther_AdvisesATypeThatIsCarried(string type)
    {
        var found = UnsupportedTypes.Find(SampleTables.Table($"a {type}"));

        var advice = Assert.Single(found, part => part.Reason.Contains("directly inside", StringComparison.Ordinal)).Rewrite;
        Assert.Empty(UnsupportedTypes.Find(SampleTables.Table($"a {advice}")));
    }

    private static IReadOnlyList<DescriptorFinding> Check(string columns, DescriptorProto message) =>
        DescriptorComparison.Check(message, SampleTables.Table(columns));

    private static DescriptorProto Message(params FieldDescriptorProto[] fields) => new() { Name = "t", Field = { fields } };

    private static FieldDescriptorProto Field(
        string name, int number, ProtobufType type, Label label = Label.Optional, string? typeName = null)
    {
        var field = new FieldDescriptorProto { Name = name, Number = number, Type = type, Label = label };
        if (typeName is not null) field.TypeName = typeName;
        return field;
    }
}
