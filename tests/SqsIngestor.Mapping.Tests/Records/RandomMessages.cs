using CsCheck;
using Google.Protobuf;
using SqsIngestor.Mapping.Tests.Protos;
using SqsIngestor.Mapping.Tests.Protos.Imported;

namespace SqsIngestor.Mapping.Tests.Records;

/// <summary>Random messages for properties.</summary>
internal static class RandomMessages
{
    private static readonly string[] Awkward = ["", "\"\\/\b", "😀ü\u2028", "</script>"];

    // Every scalar value that a string of protobuf can hold: no lone surrogates.
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String[Gen.Char.AlphaNumeric, 0, 20], Gen.String[
            Gen.Char['\0', '\u02ff'], 0, 200], Gen.Int[0, 3].Select(i => Awkward[i]));

    private static readonly Gen<ByteString> Bytes = Gen.Byte.Array[0, 40].Select(b => ByteString.CopyFrom(b));

    private static readonly Gen<EveryType.Types.Node> Leaf = Gen.Select(Text, Gen.Dictionary(Text, Text)[0, 3], (name, labels) =>
    {
        var node = new EveryType.Types.Node { Name = name };
        node.Labels.Add(labels);
        return node;
    });

    private static readonly Gen<EveryType.Types.Node> Node = Gen.Select(Leaf, Leaf, Gen.Int[0, 3], (outer, inner, shape) =>
    {
        if (shape > 0) outer.Child = shape > 1 ? inner : new EveryType.Types.Node();
        return outer;
    });

    private static readonly Gen<Money> MoneyValue =
        Gen.Select(Gen.Long, Gen.Long.Array[0, 4], Gen.Int[0, 3], (cents, history, kind) =>
    {
        var money = new Money { Currency = "EUR", Cents = cents, Kind = (Money.Types.Kind)Math.Min(kind, 1) };
        money.History.Add(history);
        return money;
    });

    private static readonly Gen<Action<EveryType>>[] Setters =
    [
        Gen.Double.Select(v => (Action<EveryType>)(m => m.DoubleValue = v)),
        Gen.Float.Select(v => (Action<EveryType>)(m => m.FloatValue = v)),
        Gen.Int.Select(v => (Action<EveryType>)(m => m.Int32Value = v)),
        Gen.Long.Select(v => (Action<EveryType>)(m => m.Int64Value = v)),
        Gen.UInt.Select(v => (Action<EveryType>)(m => m.Uint32Value = v)),
        Gen.ULong.Select(v => (Action<EveryType>)(m => m.Uint64Value = v)),
        Gen.Int.Select(v => (Action<EveryType>)(m => m.Sint32Value = v)),
        Gen.Long.Select(v => (Action<EveryType>)(m => m.Sint64Value = v)),
        Gen.Bool.Select(b => b ? int.MinValue : int.MaxValue).Select(v => (Action<EveryType>)(m => m.Sint32Value = v)),
        Gen.Bool.Select(b => b ? long.MinValue : long.MaxValue).Select(v => (Action<EveryType>)(m => m.Int64Value = v)),
        Gen.UInt.Select(v => (Action<EveryType>)(m => m.Fixed32Value = v)),
        Gen.ULong.Select(v => (Action<EveryType>)(m => m.Fixed64Value = v)),
        Gen.Int.Select(v => (Action<EveryType>)(m => m.Sfixed32Value = v)),
        Gen.Long.Select(v => (Action<EveryType>)(m => m.Sfixed64Value = v)),
        Gen.Bool.Select(v => (Action<EveryType>)(m => m.BoolValue = v)),
        Text.Select(v => (Action<EveryType>)(m => m.StringValue = v)),
        Bytes.Select(v => (Action<EveryType>)(m => m.BytesValue = v)),
        Gen.Int[-1, 1].Select(v => (Action<EveryType>)(m => m.Color = (EveryType.Types.Color)v)),
        Node.Select(v => (Action<EveryType>)(m => m.Node = v)),
        Gen.Int.Array[0, 5].Select(v => (Action<EveryType>)(m => m.Packed.Add(v))),
        Gen.Int.Array[0, 5].Select(v => (Action<EveryType>)(m => m.Unpacked.Add(v))),
        Gen.Double.Array[0, 5].Select(v => (Action<EveryType>)(m => m.Doubles.Add(v))),
        Text.Array[0, 5].Select(v => (Action<EveryType>)(m => m.Strings.Add(v))),
        Node.Array[0, 3].Select(v => (Action<EveryType>)(m => m.Nodes.Add(v))),
        Gen.Dictionary(Text, Node)[0, 3].Select(v => (Action<EveryType>)(m => m.ByName.Add(v))),
        Gen.Dictionary(Gen.Long, Text)[0, 3].Select(v => (Action<EveryType>)(m => m.ByNumber.Add(v))),
        Gen.Dictionary(Gen.Bool, Gen.Double)[0, 2].Select(v => (Action<EveryType>)(m => m.ByFlag.Add(v))),
        Gen.Dictionary(Gen.Int, Bytes)[0, 3].Select(v => (Action<EveryType>)(m => m.ByZigzag.Add(v))),
        MoneyValue.Select(v => (Action<EveryType>)(m => m.Money = v)),
        MoneyValue.Select(
            v => (Action<EveryType>)(m => m.ImportedNode = new Node { Money = v, Data = ByteString.CopyFromUtf8("x") })),
        Gen.Int[0, 1].Select(v => (Action<EveryType>)(m => m.Kind = (Money.Types.Kind)v)),
        Text.Select(v => (Action<EveryType>)(m => m.Far = v)),
    ];

    public static Gen<EveryType> EveryType { get; } = Gen.OneOf(Setters).Array[0, 12].Select(setters =>
    {
        var message = new EveryType();
        // The same setter may come twice, and a map takes a key once.
        foreach (var setter in setters)
        {
            var next = message.Clone();
            try
            {
                setter(next);
            }
            catch (ArgumentException)
            {
                continue;
            }
            message = next;
        }
        return message;
    });
}
