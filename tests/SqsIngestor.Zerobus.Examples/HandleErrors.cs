using Google.Protobuf;
using Google.Protobuf.Reflection;
using Sales;
using SqsIngestor.Zerobus;

namespace Examples;

/// <summary>Opens a stream with a descriptor that has a column too much.</summary>
internal static class HandleErrors
{
    public static async Task RunAsync(ZerobusClient client, ZerobusStreamOptions orders)
    {
        var message = Order.Descriptor.ToProto();
        message.Field.Add(new FieldDescriptorProto
        {
            Name = "discount",
            Number = 3,
            Type = FieldDescriptorProto.Types.Type.String,
            Label = FieldDescriptorProto.Types.Label.Optional,
        });
        var options = orders with { DescriptorProto = message.ToByteArray() };

        try
        {
            await using var stream = await client.OpenStreamAsync(options);
        }
        catch (ZerobusException e)
        {
            var next = e.IsRetryable ? "try again later" : "correct it first";
            Console.WriteLine($"{e.Code}, {e.Fault}: {next}.");
            if (e.ServiceError is { Column: { } column } error)
                Console.WriteLine($"Column {column}: {string.Join(", ", error.Causes)}.");
        }
    }
}
