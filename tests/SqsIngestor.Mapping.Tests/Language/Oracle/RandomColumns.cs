namespace SqsIngestor.Mapping.Tests.Language.Oracle;

/// <summary>Random fields with the columns that fill them.</summary>
/// <param name="random">Where every choice comes from.</param>
/// <param name="canRescue">The table has a rescued column.</param>
/// <param name="isExploded">The table has <c>explode</c> with the alias line.</param>
/// <param name="hasTypes">The descriptor set has comments with Delta types.</param>
internal sealed class RandomColumns(Random random, bool canRescue, bool isExploded, bool hasTypes)
{
    private List<string> _roots = isExploded ? ["body", "line"] : ["body"];

    // The comment of a field around names the types of its fields.
    private bool _isKnown;

    /// <summary>An expression needs a body that is an object.</summary>
    public bool HasExpression { get; private set; }

    public static string Pick(Random random, params string[] words) => words[random.Next(words.Length)];

    public FieldModel Field(string name, int number, int depth)
    {
        var field = Type(new FieldModel(name, number, FieldKind.Text) { IsRequired = Chance(12) }, depth);
        return field.Kind == FieldKind.Struct || field.IsList || field.IsMap
            ? Container(field, depth)
            : field with { Column = Value(field) };
    }

    /// <summary>Fields with the names of members.</summary>
    public IReadOnlyList<FieldModel> Named(int depth)
    {
        var fields = new List<FieldModel>();
        foreach (var name in new[] { "m0", "m1", "m2", "m_0", "f_x" }.Where(_ => Chance(2)).DefaultIfEmpty("m1"))
        {
            var field = Type(new FieldModel(name, fields.Count + 1, FieldKind.Text) { IsRequired = Chance(10) }, depth);
            if (name == "f_x" || Chance(5)) field = field with { JsonName = Pick(random, "m0", "m1", "m1", "m9") };
            fields.Add(field.Kind == FieldKind.Struct ? field with { Fields = Within(field, () => Named(depth + 1)) } : field);
        }
        return Chance(4) ? Choose(fields) : fields;
    }

    /// <summary>Makes the fields that can be unset the members of a oneof.</summary>
    public static IReadOnlyList<FieldModel> Choose(IReadOnlyList<FieldModel> fields)
    {
        var chosen = fields.Select(f => f with { IsChoice = f is { IsList: false, IsMap: false } && CanBeUnset(f) }).ToList();
        return chosen.Count(f => f.IsChoice) < 2 ? fields : chosen;
    }

    /// <summary>A column that is always set cannot be one of two members of a oneof.</summary>
    private static bool CanBeUnset(FieldModel field) =>
        field is { IsRequired: false, Column: null or { Form: not "const", Default: null } }
            and not { Column: { Form: "fields", Paths: [] } };

    private T Within<T>(FieldModel owner, Func<T> part)
    {
        var outer = _isKnown;
        _isKnown = owner.IsKnown;
        var result = part();
        _isKnown = outer;
        return result;
    }

    public PathModel Path(string root, int least)
    {
        var path = new PathModel(root);
        for (var i = random.Next(least, 3); i > 0; i--)
        {
            path = Chance(6)
                ? path.Then(null, random.Next(3) - 1)
                : path.Then(RandomBody.Members[random.Next(RandomBody.Members.Length)], 0);
        }
        return path;
    }

    private FieldModel Type(FieldModel field, int depth)
    {
        var kind = (FieldKind)Math.Min(random.Next(depth < 2 ? 7 : 5), (int)FieldKind.Struct);
        var isMap = Chance(5);
        var isList = !isMap && Chance(4);
        var hasComment = hasTypes && Chance(2);
        var isKnown = hasComment || _isKnown;
        var hasIntegerKeys = isMap && Chance(3);
        return field with
        {
            Kind = kind,
            IsMap = isMap,
            IsList = isList,
            HasIntegerKeys = hasIntegerKeys,
            HasComment = hasComment,
            IsKnown = isKnown,
            Type = isKnown ? Pick(random, Types(kind)) : "",
            KeyType = !isKnown || !isMap ? ""
                : hasIntegerKeys ? Pick(random, "INT", "TINYINT", "SMALLINT", "DATE")
                : Pick(random, "STRING", "STRING", "VARCHAR(2)", "DECIMAL(4,1)"),
            IsRequired = field.IsRequired && !isMap && !isList,
            IsNotNull = isKnown && (isMap || isList) && Chance(5),
        };
    }

    private static string[] Types(FieldKind kind) => kind switch
    {
        FieldKind.Text =>
            ["STRING", "VARCHAR(8)", "CHAR(7)", "DECIMAL(9,1)", "DECIMAL(5,0)", "DECIMAL(38,20)", "VARIANT", "VARIANT"],
        FieldKind.Integer => ["BIGINT", "TIMESTAMP", "TIMESTAMP", "TIMESTAMP_NTZ"],
        FieldKind.Small => ["INT", "TINYINT", "SMALLINT", "DATE", "DATE"],
        FieldKind.Bool => ["BOOLEAN"],
        FieldKind.Double => ["DOUBLE"],
        _ => [""],
    };

    private FieldModel Container(FieldModel field, int depth)
    {
        var isStruct = field.Kind == FieldKind.Struct;
        if (Chance(2))
        {
            var byName = isStruct ? field with { Fields = Within(field, () => Named(depth + 1)) } : field;
            return byName with { Column = Value(byName) };
        }
        if (!field.IsList && !field.IsMap)
        {
            var path = Path();
            PathModel[] presence = Chance(3) ? [] : [path];
            var fields = Within(field, () => Below(presence.Length > 0 ? path : null, depth));
            return field with
            {
                Fields = fields,
                Column = new ColumnModel("fields")
                {
                    Paths = presence,
                    Fields = fields,
                    OnError = presence.Length > 0 ? Policy(2) : null,
                },
            };
        }
        var outer = _roots;
        var column = new ColumnModel(field.IsList ? "each" : "entries")
        {
            Paths = [Path()],
            NullItems = NullItems(field with { Fields = [] }),
            OnMissing = Policy(3),
            OnNull = Policy(3),
            OnError = Policy(2),
        };
        _roots = [.. outer, field.IsList ? "item" : "value", field.IsList ? "item" : "value"];
        if (field.IsMap && Chance(3))
        {
            PathModel[] paths = [new PathModel("value").Then("m1", 0)];
            column = column with { Key = Value(field.KeyField) with { Paths = paths, Form = "from", Parts = [] } };
        }
        if (isStruct)
        {
            var fields = Within(field, () => Below(null, depth));
            (field, column) = (field with { Fields = fields }, column with { Fields = fields });
            if (fields.Any(f => f.IsRequired)) column = column with { NullItems = "drop" };
        }
        else
        {
            column = column with { Element = Value(field.Single) };
        }
        _roots = outer;
        return field with { Column = column };
    }

    private IReadOnlyList<FieldModel> Below(PathModel? owner, int depth)
    {
        var fields = new List<FieldModel>();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var field = Field($"f{fields.Count}", fields.Count + 1, depth + 1);
            // Most fields of a STRUCT read below its path.
            if (owner is not null && field.Column is { Form: "from", Paths: [_] } column && !Chance(3))
                field = field with { Column = column with { Paths = [owner.Then(RandomBody.Members[random.Next(4)], 0)] } };
            fields.Add(field);
        }
        return Chance(3) ? Choose(fields) : fields;
    }

    /// <summary>A column that is filled from one value.</summary>
    private ColumnModel Value(FieldModel field)
    {
        var isSingle = field is { IsList: false, IsMap: false } and { Kind: not FieldKind.Struct };
        var form = random.Next(10) switch
        {
            0 when isSingle => "const",
            1 when isSingle && field.Kind != FieldKind.Bool => "concat",
            2 => "expr",
            _ => "from",
        };
        var column = new ColumnModel(form) { OnMissing = Policy(3), OnNull = Policy(3), OnError = Policy(2) };
        switch (form)
        {
            case "const":
                return new ColumnModel(form) { Constant = Constant(field) };
            case "concat":
                var literal = Chance(2) && field.Kind == FieldKind.Text ? "-" : "1";
                column = column with { Parts = [(Path(), ""), (null, literal), (Path(), "")] };
                break;
            case "expr":
                HasExpression = true;
                column = column with { Paths = [new PathModel("body", ($"m{random.Next(3)}", 0))], Asks = Chance(2) };
                break;
            default:
                column = column with { Paths = [.. Enumerable.Range(0, Chance(4) ? 3 : 1).Select(_ => Path())] };
                break;
        }
        if (!isSingle) return column with { NullItems = NullItems(field) };
        return Options(column, field);
    }

    private ColumnModel Options(ColumnModel column, FieldModel field)
    {
        var kind = field.Kind;
        var isDecimal = TypeReading.IsDecimal(field.Type);
        if (kind == FieldKind.Text)
        {
            column = random.Next(8) switch
            {
                0 when column.Form != "concat" => column with { As = Pick(random, "json", "variant") },
                1 => column with { As = "decimal(9,1)" },
                2 => column with { Enum = "words" },
                3 => column with { Transforms = [Pick(random, "trim", "upper", "substring(1)")] },
                4 when column.Form != "concat" => column with { Transforms = [Pick(random, "first", "last"), "trim"] },
                5 when column.Form != "concat" => column with { Transforms = ["to_json"] },
                _ => column,
            };
        }
        if (kind is FieldKind.Integer or FieldKind.Small && Chance(field.IsKnown ? 2 : 5))
        {
            column = column with
            {
                As = kind == FieldKind.Small ? "date" : Pick(random, "timestamp", "timestamp_ntz"),
                Formats = Pick(random, "epoch_s", "rfc3339"),
            };
        }
        if (column is { As: null, Enum: null } && Chance(5))
        {
            column = column with { Default = Constant(field) };
        }
        else if ((isDecimal || kind is FieldKind.Integer or FieldKind.Small or FieldKind.Double)
            && column is { As: null, Enum: null, Form: "from", Transforms: [] } && Chance(5))
        {
            column = column with { IsStrict = true };
        }
        return column;
    }

    private static string Constant(FieldModel field) => field.Kind switch
    {
        FieldKind.Text => field.Type.StartsWith('D') || field.Type == "VARIANT" ? "\"5\"" : "\"fixed\"",
        FieldKind.Bool => "true",
        _ => "5",
    };

    private string NullItems(FieldModel field)
    {
        var word = Pick(random, "fail", "drop", "default");
        // An element without a value would not be one of the type.
        var isRefused = field.Type.StartsWith("DEC", StringComparison.Ordinal) || field.Type == "VARIANT"
            || (field.Kind == FieldKind.Struct && field.Fields.Any(f => f.IsRequired));
        return word == "default" && isRefused ? "drop" : word;
    }

    private PathModel Path()
    {
        var root = _roots[random.Next(_roots.Count)];
        if (Chance(20)) return Computed();
        return Path(root, root == "body" && !Chance(30) ? 1 : 0);
    }

    /// <summary>A value that is not in the body.</summary>
    private PathModel Computed()
    {
        var root = _roots[random.Next(_roots.Count)];
        return random.Next(root == "body" ? 2 : 3) switch
        {
            0 => new PathModel("attr", (Pick(random, "tenant", "tenant", "nobody"), 0)),
            1 => new PathModel("meta", ("rowIndex", 0)),
            _ => new PathModel(root + "_index"),
        };
    }

    private string? Policy(int one) =>
        Chance(one) ? null : Pick(random, canRescue ? ["fail", "to_null", "to_null", "rescue", "rescue", "rescue", "skip_row"]
            : ["fail", "to_null", "to_null", "skip_row"]);

    private bool Chance(int one) => random.Next(one) == 0;
}
