using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using SqsIngestor.Tests.Shared;
using SqsIngestor.Zerobus.Contract;

namespace SqsIngestor.Emulator.Tests;

/// <summary>Speaks to a local Databricks frame by frame, right or wrong, as a test needs it.</summary>
internal sealed class RawZerobusClient(LocalDatabricks databricks, X509ChainPolicy? trust = null) : IDisposable
{
    private readonly HttpClient _http = new(Handler(trust)) { BaseAddress = databricks.WorkspaceUrl };
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(databricks.ZerobusEndpoint, new GrpcChannelOptions
    {
        MaxReceiveMessageSize = null,
        MaxSendMessageSize = null,
        HttpHandler = Handler(trust),
        DisposeHttpClient = true,
    });

    public static Dictionary<string, string> TableForm(string table, string workspaceId = "127")
    {
        var parts = table.Split('.');
        return new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["scope"] = "all-apis",
            ["resource"] = $"api://databricks/workspaces/{workspaceId}/zerobusDirectWriteApi",
            ["authorization_details"] = $$"""
                [{"type":"unity_catalog_privileges","privileges":["USE CATALOG"],
                  "object_type":"CATALOG","object_full_path":"{{parts[0]}}"},
                 {"type":"unity_catalog_privileges","privileges":["USE SCHEMA"],
                  "object_type":"SCHEMA","object_full_path":"{{parts[0]}}.{{parts[1]}}"},
                 {"type":"unity_catalog_privileges","privileges":["SELECT","MODIFY"],
                  "object_type":"TABLE","object_full_path":"{{table}}","operations":["zerobuswrite"]}]
                """,
        };
    }

    public static Dictionary<string, string> CatalogForm() =>
        new() { ["grant_type"] = "client_credentials", ["scope"] = "all-apis" };

    public async Task<HttpResponseMessage> RequestTokenAsync(Dictionary<string, string> form, string? clientSecret = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/oidc/v1/token") { Content = new FormUrlEncodedContent(form) };
        var credentials = Encoding.UTF8.GetBytes($"{databricks.ClientId}:{clientSecret ?? databricks.ClientSecret}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        return await _http.SendAsync(request);
    }

    public async Task<string> TokenAsync(Dictionary<string, string> form)
    {
        using var response = await RequestTokenAsync(form);
        response.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("access_token").GetString()!;
    }

    public async Task<HttpResponseMessage> CatalogAsync(HttpMethod method, string path, string? token, string? json = null)
    {
        var request = new HttpRequestMessage(method, $"/api/2.1/unity-catalog/tables{path}");
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return await _http.SendAsync(request);
    }

    /// <summary>Starts a call; nothing is sent yet.</summary>
    public AsyncDuplexStreamingCall<EphemeralStreamRequest, EphemeralStreamResponse> Call(string? token, string? table)
    {
        var headers = new Metadata();
        if (token is not null) headers.Add("authorization", $"Bearer {token}");
        if (table is not null) headers.Add("x-databricks-zerobus-table-name", table);
        return new global::SqsIngestor.Zerobus.Contract.Zerobus.ZerobusClient(_channel).EphemeralStream(headers);
    }

    /// <summary>Gets a token, opens a stream and waits for its id.</summary>
    public async Task<AsyncDuplexStreamingCall<EphemeralStreamRequest, EphemeralStreamResponse>> OpenAsync(
        string table, DescriptorProto descriptor)
    {
        var call = Call(await TokenAsync(TableForm(table)), table);
        await call.ResponseHeadersAsync;
        await call.RequestStream.WriteAsync(Create(table, descriptor));
        Assert.NotEmpty((await NextAsync(call)).CreateStreamResponse.StreamId);
        return call;
    }

    public static EphemeralStreamRequest Create(string table, DescriptorProto descriptor) => new()
    {
        CreateStream = new CreateIngestStreamRequest
        {
            TableName = table,
            DescriptorProto = descriptor.ToByteString(),
            RecordType = RecordType.Proto,
        },
    };

    public static EphemeralStreamRequest Record(long offset, byte[] record) => new()
    {
        IngestRecord = new IngestRecordRequest { OffsetId = offset, ProtoEncodedRecord = ByteString.CopyFrom(record) },
    };

    public static EphemeralStreamRequest Batch(long offset, params byte[][] records) => new()
    {
        IngestRecordBatch = new IngestRecordBatchRequest
        {
            OffsetId = offset,
            ProtoEncodedBatch = new ProtoEncodedRecordBatch
            {
                Records = { records.Select(record => ByteString.CopyFrom(record)) },
            },
        },
    };

    /// <summary>Reads the next response. Fails when the server ends the call or says nothing.</summary>
    public static async Task<EphemeralStreamResponse> NextAsync(
        AsyncDuplexStreamingCall<EphemeralStreamRequest, EphemeralStreamResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Eventually.Patience));
        return call.ResponseStream.Current;
    }

    /// <summary>Reads acks until an offset is covered.</summary>
    public static async Task AckedAsync(
        AsyncDuplexStreamingCall<EphemeralStreamRequest, EphemeralStreamResponse> call, long offset)
    {
        long acked;
        do acked = (await NextAsync(call)).IngestRecordResponse.DurabilityAckUpToOffset;
        while (acked < offset);
        Assert.Equal(offset, acked);
    }

    /// <summary>
    /// Writes requests until they are all written or the server ends the call. The server may end it as soon as it has read a bad
    /// request, while the client still writes, so a failed write does not fail the test.
    /// </summary>
    public static async Task WriteUntilEndAsync(
        AsyncDuplexStreamingCall<EphemeralStreamRequest, EphemeralStreamResponse> call,
        params IEnumerable<EphemeralStreamRequest> requests)
    {
        try
        {
            foreach (var request in requests) await call.RequestStream.WriteAsync(request).WaitAsync(Eventually.Patience);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            // The call has ended. Its status is at the end of the responses.
        }
    }

    /// <summary>Writes requests of which one ends the call, and returns the status that the call ends with.</summary>
    public static async Task<Status> EndedByAsync(
        AsyncDuplexStreamingCall<EphemeralStreamRequest, EphemeralStreamResponse> call,
        params IEnumerable<EphemeralStreamRequest> requests)
    {
        await WriteUntilEndAsync(call, requests);
        return await FailureAsync(call);
    }

    /// <summary>Reads until the call ends with an error, and returns its status.</summary>
    public static async Task<Status> FailureAsync(AsyncDuplexStreamingCall<EphemeralStreamRequest, EphemeralStreamResponse> call)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Eventually.Patience))
            {
            }
        });
        return failure.Status;
    }

    public void Dispose()
    {
        _channel.Dispose();
        _http.Dispose();
    }

    private static SocketsHttpHandler Handler(X509ChainPolicy? trust) =>
        new() { UseProxy = false, SslOptions = { CertificateChainPolicy = trust } };
}
