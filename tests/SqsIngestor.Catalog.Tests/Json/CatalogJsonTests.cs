using System.Text;
using CsCheck;
using SqsIngestor.Catalog.Json;
using SqsIngestor.Tests.Shared;

namespace SqsIngestor.Catalog.Tests.Json;

public sealed class CatalogJsonTests
{
    private const string Orders = """
        {
          "name": "orders", "catalog_name": "main", "schema_name": "sales",
          "table_type": "MANAGED", "data_source_format": "DELTA", "owner": "someone",
          "columns": [
            {
              "name": "status", "type_text": "varchar(16)", "type_name": "STRING", "position": 1, "nullable": true,
              "comment": "open or closed", "type_json": "{}"
            },
            { "name": "order_id", "type_text": "string", "type_name": "STRING", "position": 0, "nullable": false },
            {
              "name": "discounts", "type_text": "array<struct<code:string,pct:decimal(9,6)>>", "type_name": "ARRAY",
              "position": 2
            }
          ],
          "properties": { "delta.minReaderVersion": "3" },
          "full_name": "main.sales.orders"
        }
        """;

    [Fact]
    public void Read_CatalogAnswer_IsATableInTheOrderOfPositions()
    {
        var table = CatalogJson.Read(Encoding.UTF8.GetBytes(Orders));

        Assert.Equal("main.sales.orders", table.Name.ToString());
        Assert.Equal(["order_id", "status", "discounts"], table.Columns.Select(column => column.Name));
        Assert.Equal([false, true, true], table.Columns.Select(column => column.Nullable));
        Assert.Equal("open or closed", table.Columns[1].Comment);
        Assert.Equal("ARRAY<STRUCT<code: STRING, pct: DECIMAL(9,6)>>", table.Columns[2].Type.ToString());
        Assert.Equal("3", table.Properties["delta.minReaderVersion"]);
    }

    [Fact]
    public void Write_Table_HasTheCatalogsNames()
    {
        var table = SqsIngestor.Catalog.Sql.CreateTableStatement.Parse(
            "CREATE TABLE a.b.c (x TINYINT NOT NULL COMMENT 'c', y DECIMAL(5,2), z MAP<STRING, LONG>)")
            .ToTable();

        var json = Encoding.UTF8.GetString(CatalogJson.Write(table).Span);

        Assert.Equal(
            """{"name":"c","catalog_name":"a","schema_name":"b","table_type":"MANAGED","data_source_format":"DELTA",""" +
                "\"columns\":[" +
                """{"name":"x","type_text":"tinyint","type_name":"BYTE","position":0,"comment":"c","nullable":false},""" +
                """{"name":"y","type_text":"decimal(5,2)","type_name":"DECIMAL","type_precision":5,"type_scale":2""" +
                ""","position":1,"nullable":true},""" +
                """{"name":"z","type_text":"map<string,bigint>","type_name":"MAP","position":2,"nullable":true}],""" +
                "\"full_name\":\"a.b.c\"}",
            json);
    }

    [Theory]
    [InlineData("<html>", "catalog_json_syntax: the document")]
    [InlineData("[]", "catalog_json_member: the document")]
    [InlineData("{}", "catalog_json_member: /catalog_name: expected a string")]
    [InlineData("""{"full_name":"a.b"}""", "catalog_json_member: /full_name")]
    [InlineData("""{"full_name":"a.b.c","columns":{}}""", "catalog_json_member: /columns: expected an array")]
    [InlineData("""{"full_name":"a.b.c","columns":[1]}""", "catalog_json_member: /columns/0: expected an object")]
    [InlineData(
        """{"full_name":"a.b.c","columns":[{"name":"x","type_text":5}]}""",
        "catalog_json_member: /columns/0/type_text: expected a string")]
    [InlineData("""{"full_name":"a.b.c","properties":{"\ud800":"x"}}""", "catalog_json_member: the document: a text is not")]
    [InlineData("""{"full_name":"a.b.c","properties":{"x":"\ud800"}}""", "catalog_json_member: the document: a text is not")]
    [InlineData(
        """{"full_name":"a.b.c","columns":[{"name":"x","type_text":"int","position":"0"}]}""",
        "catalog_json_member: /columns/0/position")]
    [InlineData(
        """{"full_name":"a.b.c","columns":[{"name":"x","type_text":"int","nullable":1}]}""",
        "catalog_json_member: /columns/0/nullable")]
    [InlineData(
        """{"full_name":"a.b.c","columns":[{"name":"x","type_text":"int"},{"name":"X","type_text":"int"}]}""",
        "catalog_json_member: /columns/1/name: another column")]
    [InlineData("""{"full_name":"a.b.c","comment":"\ud800"}""", "catalog_json_member: /comment")]
    public void Read_Fault_SaysWhichMember(string json, string message)
    {
        var failure = Assert.Throws<CatalogJsonException>(() => CatalogJson.Read(Encoding.UTF8.GetBytes(json)));

        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhatWriteWrites_IsTheSameTable() => CatalogGen.AnyTable.Sample(table =>
        Assert.Equal(table.Columns, CatalogJson.Read(CatalogJson.Write(table)).Columns));

    [Fact]
    public void Read_AnyJson_IsATableOrACatalogJsonException()
    {
        var name = Gen.OneOf(
            "full_name", "columns", "name", "type_text", "position", "nullable", "comment", "properties", "catalog_name");
        var value = Gen.OneOf(
            "1", "null", "true", "\"a.b.c\"", "\"int\"", "[]", "{}", "[{\"name\":\"a\",\"type_text\":\"map<\"}]", "1e99");
        Gen.Select(name, value).Array[0, 6]
            .Select(members => $"{{{string.Join(',', members.Select(member => $"\"{member.Item1}\":{member.Item2}"))}}}")
            .Sample(json =>
            Assert.True(Record.Exception(() => CatalogJson.Read(Encoding.UTF8.GetBytes(json))) is null or CatalogJsonException));
    }

    [Fact]
    public void Read_NestedTooDeep_IsACatalogJsonException() =>
        Assert.Throws<CatalogJsonException>(() => CatalogJson.Read(Encoding.UTF8.GetBytes(new string('[', 100_000))));
}
