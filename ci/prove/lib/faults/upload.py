"""Copies the files of a folder into a bucket: endpoint, bucket, folder, prefix. Run by the Python that has boto3."""

import sys
from pathlib import Path

import boto3
from botocore.config import Config

if __name__ == "__main__":
    endpoint, bucket, folder, prefix = sys.argv[1:]
    client = boto3.client("s3", endpoint_url=endpoint, config=Config(s3={"addressing_style": "path"}))
    for file in sorted(Path(folder).iterdir()):
        client.upload_file(str(file), bucket, f"{prefix}/{file.name}")
