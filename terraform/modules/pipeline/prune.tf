# placeholder "lambda:ListAliases" "lambda:ListVersionsByFunction" "lambda:DeleteFunction" "lambda:ListLayerVersions" "lambda:DeleteLayerVersion"
