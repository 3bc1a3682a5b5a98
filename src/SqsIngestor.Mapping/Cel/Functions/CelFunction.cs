using System.Runtime.CompilerServices;
using SqsIngestor.Mapping.Cel.Types;
using SqsIngestor.Mapping.Cel.Values;

namespace SqsIngestor.Mapping.Cel.Functions;

/// <summary>
/// A row of the catalog (<see cref="CelFunctions"/>, <see cref="CelOperators"/>): how to call it, and its reference entry. Its
/// subclass decides how the binder checks a call.
/// </summary>
/// <param name="name">The function's name or the operator's symbol.</param>
/// <param name="doc">The reference entry.</param>
internal abstract class CelFunction(string name, CelDoc doc)
{
    public string Name { get; } = name;

    public CelDoc Doc { get; } = doc;

    /// <summary>Each way to call it, as the reference shows it.</summary>
    public abstract IEnumerable<string> Signatures { get; }
}

/// <summary>A reference entry. A test evaluates every example.</summary>
/// <param name="Meaning">One sentence.</param>
/// <param name="Example">An expression of constants.</param>
/// <param name="Result">The result of the example, as CEL writes it.</param>
internal sealed record CelDoc(string Meaning, string Example, string Result);

/// <summary>A function of one argument that is not an error. Argument types that it does not accept give an error.</summary>
internal delegate CelValue CelUnaryFunction(in CelValue argument, CelContext context);

/// <summary>A function of two arguments that are not errors. Argument types that it does not accept give an error.</summary>
internal delegate CelValue CelBinaryFunction(in CelValue left, in CelValue right, CelContext context);

/// <summary>
/// A function of up to <see cref="CelArguments.Most"/> arguments that are not errors, and whose types one of its overloads
/// accepts.
/// </summary>
internal delegate CelValue CelManyFunction(ReadOnlySpan<CelValue> arguments, CelContext context);

/// <summary>Room for the arguments of a call, without allocating.</summary>
[InlineArray(Most)]
internal struct CelArguments
{
    /// <summary>The most arguments that a function with overloads has, with the value that a method is called on.</summary>
    public const int Most = 4;

    private CelValue _first;
}

/// <summary>One list of argument types that a function accepts. For a method, the value it is called on comes first.</summary>
/// <param name="IsMember">The function is called as a method: <c>value.name(…)</c>.</param>
/// <param name="Result">The type of the result.</param>
/// <param name="Parameters">The types of the arguments.</param>
internal sealed record CelOverload(bool IsMember, CelType Result, params CelType[] Parameters)
{
    /// <summary>A use of <paramref name="name"/>, a function or operator, with types instead of values.</summary>
    public string Write(string name)
    {
        var types = Parameters.Select(parameter => parameter.Name).ToArray();
        var use = IsMember ? $"{types[0]}.{name}({string.Join(", ", types.Skip(1))})"
            : name[0] == '[' ? $"{types[0]}[{name[1..^1]}{types[1]}]"
            : char.IsAsciiLetter(name[0]) && name != "in" ? $"{name}({string.Join(", ", types)})"
            : types.Length == 1 ? name + types[0]
            : $"{types[0]} {name} {types[1]}";
        return $"{use} → {Result}";
    }
}

/// <summary>
/// A function or operator with overloads: the binder picks the overloads that fit the argument types, and one delegate
/// serves all of them at run time.
/// </summary>
internal sealed class CelOverloadedFunction : CelFunction
{
    public CelOverloadedFunction(
        string name, CelDoc doc, CelUnaryFunction unary, params CelOverload[] overloads) : base(name, doc)
    {
        Unary = unary;
        Overloads = overloads;
    }

    public CelOverloadedFunction(string name, CelDoc doc, CelBinaryFunction binary, params CelOverload[] overloads)
        : base(name, doc)
    {
        Binary = binary;
        Overloads = overloads;
    }

    public CelOverloadedFunction(string name, CelDoc doc, CelManyFunction many, params CelOverload[] overloads) : base(name, doc)
    {
        Many = many;
        Overloads = overloads;
    }

    /// <summary>The implementation for one argument; null for others.</summary>
    public CelUnaryFunction? Unary { get; }

    /// <summary>The implementation for two arguments; null for others.</summary>
    public CelBinaryFunction? Binary { get; }

    /// <summary>
    /// The implementation that needs arguments that <see cref="Accepts(ReadOnlySpan{CelValue})"/> is true for; null for others.
    /// </summary>
    public CelManyFunction? Many { get; }

    public CelOverload[] Overloads { get; }

    /// <summary>At run time, it accepts numbers of different types together.</summary>
    public bool MixesNumbers { get; init; }

    public override IEnumerable<string> Signatures => Overloads.Select(overload => overload.Write(Name));

    /// <summary>The overloads that arguments of these types can call. A <c>dyn</c> argument fits every parameter.</summary>
    public CelOverload[] Candidates(bool isMember, ReadOnlySpan<CelType> arguments)
    {
        List<CelOverload> candidates = [];
        foreach (var overload in Overloads)
        {
            if (overload.IsMember == isMember && Accepts(overload, arguments)) candidates.Add(overload);
        }
        return [.. candidates];
    }

    /// <summary>Whether an overload accepts these values.</summary>
    public bool Accepts(ReadOnlySpan<CelValue> arguments)
    {
        foreach (var overload in Overloads)
        {
            if (overload.Parameters.Length != arguments.Length) continue;
            var i = 0;
            while (i < arguments.Length && overload.Parameters[i].Accepts(arguments[i].Kind)) i++;
            if (i == arguments.Length) return true;
        }
        return false;
    }

    private static bool Accepts(CelOverload overload, ReadOnlySpan<CelType> arguments)
    {
        if (overload.Parameters.Length != arguments.Length) return false;
        for (var i = 0; i < arguments.Length; i++)
        {
            if (!overload.Parameters[i].Overlaps(arguments[i])) return false;
        }
        return true;
    }
}

/// <summary>An operator that evaluates only the operands it needs.</summary>
internal sealed class CelShortCircuitOperator(string name, CelDoc doc, string signature) : CelFunction(name, doc)
{
    public override IEnumerable<string> Signatures => [signature];
}

/// <summary><c>matches</c>: the binder compiles its second argument, so that argument must be a constant.</summary>
internal sealed class CelPatternFunction(string name, CelDoc doc) : CelFunction(name, doc)
{
    public override IEnumerable<string> Signatures =>
        [$"string.{Name}(constant string) → bool", $"{Name}(string, constant string) → bool"];
}

/// <summary>Finds the largest or smallest of any number of numbers, or of a list.</summary>
/// <param name="name">The function's name.</param>
/// <param name="doc">The reference entry.</param>
/// <param name="ofTwo">Returns one of two values.</param>
/// <param name="ofList">Returns one of the elements of a list; a number as it is.</param>
internal sealed class CelExtremeFunction(string name, CelDoc doc, CelBinaryFunction ofTwo, CelUnaryFunction ofList)
    : CelFunction(name, doc)
{
    public CelBinaryFunction OfTwo { get; } = ofTwo;

    public CelUnaryFunction OfList { get; } = ofList;

    public override IEnumerable<string> Signatures => [$"{Name}(number, …) → number", $"{Name}(list(number)) → number"];
}

/// <summary>The functions of optionals.</summary>
internal enum CelOptionalKind : byte
{
    Of,
    OfNonZeroValue,
    None,
    HasValue,
    Value,
    Or,
    OrValue,
}

/// <summary>A function of optionals, whose type depends on that of its arguments.</summary>
/// <param name="name">The function's name.</param>
/// <param name="doc">The reference entry.</param>
/// <param name="kind">What it does.</param>
/// <param name="signature">How to call it.</param>
internal sealed class CelOptionalFunction(string name, CelDoc doc, CelOptionalKind kind, string signature)
    : CelFunction(name, doc)
{
    public CelOptionalKind Kind { get; } = kind;

    /// <summary>Called on an optional, as a method.</summary>
    public bool IsMember => Kind >= CelOptionalKind.HasValue;

    /// <summary>The number of arguments, without the optional that a method is called on.</summary>
    public int ArgumentCount => Kind is CelOptionalKind.None or CelOptionalKind.HasValue or CelOptionalKind.Value ? 0 : 1;

    public override IEnumerable<string> Signatures => [signature];
}

/// <summary>The macros, which take names and paths where functions take values.</summary>
internal enum CelMacroKind : byte
{
    Has,
    All,
    Exists,
    ExistsOne,
    Filter,
    Map,
    TransformList,
    TransformMap,
    TransformMapEntry,
    OptMap,
    OptFlatMap,
    Bind,
}

/// <summary>A macro (CEL, "Macros").</summary>
/// <param name="name">The word that calls it.</param>
/// <param name="doc">The reference entry.</param>
/// <param name="kind">What it does; two names can share one.</param>
/// <param name="signatures">Each way to call it.</param>
internal sealed class CelMacro(string name, CelDoc doc, CelMacroKind kind, params string[] signatures) : CelFunction(name, doc)
{
    public CelMacroKind Kind { get; } = kind;

    public override IEnumerable<string> Signatures { get; } = signatures;
}
