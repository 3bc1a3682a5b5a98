using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Json;
using SqsIngestor.Emulator.Oidc;
using SqsIngestor.Emulator.Tables;

namespace SqsIngestor.Emulator.UnityCatalog;

/// <summary>
/// <c>/api/2.1/unity-catalog/tables</c>: read one, list a schema, create, delete. And the tags of a column.
/// </summary>
internal sealed class CatalogEndpoints(
    TableStore tables, IssuedTokens tokens, EmulatorStatistics statistics, FaultSwitches faults)
{
    private const string Root = "/api/2.1/unity-catalog";
    private const string Json = "application/json";

    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root);
        group.AddEndpointFilter(async (context, next) =>
        {
            statistics.CatalogRequested();
            if (faults.CatalogStatus is { } status) return CatalogError.Switched(status);
            // A token for one table's stream opens that stream only.
            var grant = tokens.Find(context.HttpContext.Request.Headers.Authorization);
            return grant is { Table: null } ? await next(context) : CatalogError.Unauthenticated();
        });
        group.MapGet("/tables/{name}", Get);
        group.MapGet("/tables", List);
        group.MapPost("/tables", CreateAsync);
        group.MapDelete("/tables/{name}", Delete);
        group.MapGet("/entity-tag-assignments/columns/{name}/tags", Tags);
    }

    private IResult Get(string name) =>
        TableName.TryParse(name) is { } tableName && tables.Find(tableName) is { } table
            ? Results.Bytes(CatalogJson.Write(table), Json)
            : CatalogError.NotFound(name);

    private IResult List(
        [Microsoft.AspNetCore.Mvc.FromQuery(Name = "catalog_name")] string? catalog,
        [Microsoft.AspNetCore.Mvc.FromQuery(Name = "schema_name")] string? schema)
    {
        if (catalog is null || schema is null) return CatalogError.Invalid("catalog_name and schema_name are needed.");
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("tables");
            var all = tables.All.Concat(tables.AllOfSystem);
            foreach (var table in all.Where(table => table.Name.Catalog == catalog && table.Name.Schema == schema))
            {
                CatalogJson.Write(writer, table);
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Results.Bytes(buffer.WrittenMemory, Json);
    }

    private IResult Tags(string name)
    {
        var table = TableName.TryParse(name[..Math.Max(0, name.LastIndexOf('.'))]) is { } full ? tables.Find(full) : null;
        if (table?.Find(name[(name.LastIndexOf('.') + 1)..]) is not { } column) return CatalogError.NotFound(name);
        return Results.Text(CatalogJson.WriteTags(name, column.IsTaggedRescue ? [Column.RescueTag] : []), Json);
    }

    private async Task<IResult> CreateAsync(HttpRequest request)
    {
        try
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            var table = CatalogJson.Read(body.GetBuffer().AsMemory(0, (int)body.Length));
            tables.Create(table);
            return Results.Bytes(CatalogJson.Write(table), Json);
        }
        catch (CatalogJsonException e)
        {
            return CatalogError.Invalid(e.Message);
        }
        catch (TableStoreException e)
        {
            return e.Code switch
            {
                "table_exists" => CatalogError.AlreadyExists(e.Message),
                "table_read_only" => CatalogError.ReadOnly(e.Message),
                _ => CatalogError.Invalid(e.Message),
            };
        }
    }

    private IResult Delete(string name)
    {
        try
        {
            return TableName.TryParse(name) is { } tableName && tables.Drop(tableName)
                ? Results.Json(new Dictionary<string, string>())
                : CatalogError.NotFound(name);
        }
        catch (TableStoreException e) when (e.Code == "table_read_only")
        {
            return CatalogError.ReadOnly(e.Message);
        }
    }
}
