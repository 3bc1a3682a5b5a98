using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using SqsIngestor.Catalog;
using SqsIngestor.Catalog.Protobuf;
using SqsIngestor.Catalog.Targets;
using SqsIngestor.Emulator.Oidc;
using SqsIngestor.Emulator.Records;
using SqsIngestor.Emulator.Tables;
using SqsIngestor.Emulator.Tables.Activity;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Emulator.Ingest;

/// <summary>Decides whether a stream may open, without waiting.</summary>
internal sealed class StreamOpening(IssuedTokens tokens, TableStore tables, FaultSwitches faults)
{
    private const string TableHeader = "x-databricks-zerobus-table-name";

    /// <summary>Checks the metadata: the token, and the table that it was issued for.</summary>
    /// <exception cref="RpcException">The call is refused.</exception>
    public TableName Authorize(Metadata headers) => Authorize(headers.GetValue("authorization"), headers.GetValue(TableHeader));

    /// <summary>Checks a token, and the table that it was issued for.</summary>
    /// <exception cref="RpcException">The call is refused.</exception>
    public TableName Authorize(string? authorization, string? tableName)
    {
        if (faults.OpenStatus is { } status) throw StreamErrors.Of(status, "opening is switched to this status");
        var grant = tokens.Find(authorization) ?? throw StreamErrors.Unauthenticated();
        var table = TableName.TryParse(tableName) ?? throw StreamErrors.NoTableName();
        if (!Same(grant.Table?.ToString(), table.ToString()) || faults.Denies(table))
        {
            throw StreamErrors.PermissionDenied(table.ToString());
        }
        return table;
    }

    /// <summary>Checks create_stream against the metadata and the table.</summary>
    /// <exception cref="RpcException">The stream is refused.</exception>
    public OpenedStream Open(TableName name, EphemeralStreamRequest first, IngestCall observed)
    {
        if (first.PayloadCase != EphemeralStreamRequest.PayloadOneofCase.CreateStream) throw StreamErrors.CreateFirst();
        var create = first.CreateStream;
        if (!Same(create.TableName, name.ToString())) throw StreamErrors.OtherTable();
        CheckRecordType(create.RecordType);
        var stored = Find(name);
        observed.Schema = stored.Table;
        if (create.RecordType == RecordType.Json)
        {
            return new OpenedStream(stored, null, new JsonRecordDecoder(stored.Table), observed);
        }
        var descriptor = ReadDescriptor(create);
        var findings = DescriptorComparison.Check(descriptor, stored.Table);
        if (findings.Count > 0) throw StreamErrors.DescriptorMismatch(name, findings);
        return new OpenedStream(stored, new RecordDecoder(RecordLayout.For(descriptor, stored.Table)), null, observed);
    }

    /// <summary>Finds a table that takes records.</summary>
    /// <exception cref="RpcException">There is none, or Zerobus refuses it.</exception>
    public StoredTable Find(TableName name)
    {
        var stored = tables.FindStored(name) ?? throw StreamErrors.TableNotFound(name);
        if (IngestTarget.Refusal(stored.Table) is { } refusal) throw StreamErrors.TableRefused(refusal);
        return stored;
    }

    private static void CheckRecordType(RecordType type)
    {
        if (type == RecordType.Avro) throw StreamErrors.NotServed("The record type AVRO");
        if (type is not (RecordType.Unspecified or RecordType.Proto or RecordType.Json)) throw StreamErrors.UnknownRecordType(type);
    }

    private static DescriptorProto ReadDescriptor(CreateIngestStreamRequest create)
    {
        if (!create.HasDescriptorProto) throw StreamErrors.NoDescriptor();
        try
        {
            return DescriptorProto.Parser.ParseFrom(create.DescriptorProto);
        }
        catch (InvalidProtocolBufferException)
        {
            throw StreamErrors.BadDescriptor();
        }
    }

    private static bool Same(string? a, string b) => b.Equals(a, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The settings of a stream that create_stream agreed on. Exactly one decoder is not null.</summary>
internal sealed record OpenedStream(
    StoredTable Table, RecordDecoder? Proto, JsonRecordDecoder? Json, IngestCall Observed)
{
    /// <summary>The id of the stream.</summary>
    public string StreamId { get; init; } = Guid.NewGuid().ToString();

    /// <summary>What the system tables will show of the stream; null for nothing.</summary>
    public StreamActivity? Activity { get; init; }

    /// <summary>How far a persistent stream has come; null for an ephemeral one.</summary>
    public StreamPosition? Position { get; init; }
}
